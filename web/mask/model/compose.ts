import type { Candidate, Mask, Size } from '#client/mask/index.ts';
import { best } from '#client/mask/index.ts';
import type { Drawing } from './drawing.ts';
import { paintStroke } from './paint.ts';

/** The chosen candidate, or else the one that the decoder scores best. */
export function chosenOf(
  candidates: readonly Candidate[],
  choice: number | undefined,
): Candidate | undefined {
  if (candidates.length === 0) return undefined;
  return (choice === undefined ? undefined : candidates[choice]) ?? best(candidates);
}

/**
 * The mask of a drawing: the decoder's mask or the photo's own outline, with the strokes painted on a copy of it.
 *
 * @param size of the mask
 * @param photo size of the photo, in whose pixels the strokes are
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

/** Percentage of the photo that a mask selects. */
export function coverageOf({ data }: Mask): number {
  let selected = 0;
  for (let i = 0; i < data.length; i++) selected += (data[i] ?? 0) >> 7;
  return (100 * selected) / data.length;
}
