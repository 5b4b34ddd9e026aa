import { type Drawing, isBlank } from '../model/drawing.ts';
import type { Preparation } from '../state/use-mask-worker.ts';
import type { Tool } from '../tools/tool.ts';

/** The next step, shown over the photo. Undefined if there is nothing to say. */
export function hintOf(tool: Tool, drawing: Drawing, { phase }: Preparation): string | undefined {
  if (phase === 'preparing') return 'Getting the photo ready…';
  if (tool === 'box' && drawing.box === undefined) return 'Drag a box around the object';
  if (phase === 'failed' || !isBlank(drawing)) return undefined;
  const click = window.matchMedia('(pointer: coarse)').matches ? 'Tap' : 'Click';
  return tool === 'remove'
    ? `${click} anything that isn't part of the object`
    : `${click} the object you want in 3D`;
}
