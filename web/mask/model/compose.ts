import type { Candidate, Mask, Size } from '#client/mask/index.ts';
import { best } from '#client/mask/index.ts';
import type { Drawing } from './drawing.ts';
import { paintStroke } from './paint.ts';

/** The candidate that a drawing takes: the chosen one, or else the decoder's favourite. */
export function chosenOf(
  candidates: readonly Candidate[],
  choice: number | undefined,
): Candidate | undefined {
  if (candidates.length === 0) return undefined;
  return (choice === undefined ? undefined : candidates[choice]) ?? best(candidates);
}

/**
 * The mask of a drawing: what the decoder found, with the strokes laid over a copy of it in their order.
 * @param size of the mask
 * @param photo the size in whose pixels the strokes are
 */
export function composeMask(
  { strokes }: Pick<Drawing, 'strokes'>,
  found: Mask | undefined,
  size: Size,
  photo: Size,
): Mask {
  if (found && strokes.length === 0) return found;
  const { width, height } = size;
  const mask: Mask = { width, height, data: found ? found.data.slice() : new Uint8Array(width * height) };
  for (const stroke of strokes) paintStroke(mask, stroke, photo);
  return mask;
}

/** Share of the photo that a mask selects, in percent. */
export function coverageOf({ data }: Mask): number {
  let selected = 0;
  for (let i = 0; i < data.length; i++) selected += (data[i] ?? 0) >> 7;
  return (100 * selected) / data.length;
}
