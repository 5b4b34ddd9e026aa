import { type Drawing, isBlank, promptsOf } from '../model/drawing.ts';
import type { Preparation } from '../state/use-mask-worker.ts';
import type { Tool } from '../tools/tool.ts';

/** What to do next, shown over the photo; undefined where nothing needs to be said. */
export function hintOf(tool: Tool, drawing: Drawing, { phase }: Preparation): string | undefined {
  if (phase === 'preparing')
    return promptsOf(drawing)
      ? 'One moment: the photo is being prepared …'
      : 'Preparing the photo for clicks …';
  if (tool === 'box' && drawing.box === undefined) return 'Draw a box close around the object';
  if (phase === 'failed' || !isBlank(drawing)) return undefined;
  return tool === 'remove' ? 'Click what does not belong to it' : 'Click the object that you want in 3D';
}
