import type { Mask, Size } from '#client/mask/index.ts';
import { coverageOf } from '../model/compose.ts';
import { coverageProblem } from '../model/limits.ts';
import { headerBytes, headerProblem, selectionOf } from '../model/own-mask.ts';
import type { Reason } from '../model/reason.ts';
import { contextOf } from './photo.ts';

/** A mask that the user made elsewhere. It is sent as it is; the mask is for showing it. */
export interface OwnMask {
  readonly file: File;
  readonly mask: Mask;
}

/** Reads and checks a file. @param size to show it at */
export async function readOwnMask(file: File, photo: Size, size: Size): Promise<OwnMask | Reason> {
  const header = new Uint8Array(await file.slice(0, headerBytes).arrayBuffer());
  const problem = headerProblem(header, file.size, photo);
  if (problem) return problem;
  const mask = await decode(file, size);
  if (!mask)
    return { code: 'MaskUnreadable', message: 'This mask is damaged: save it anew and choose that file.' };
  return coverageProblem(coverageOf(mask)) ?? { file, mask };
}

async function decode(file: File, size: Size): Promise<Mask | undefined> {
  const bitmap = await createImageBitmap(file).catch(() => undefined);
  if (!bitmap) return undefined;
  const canvas = document.createElement('canvas');
  canvas.width = size.width;
  canvas.height = size.height;
  const context = contextOf(canvas);
  context.drawImage(bitmap, 0, 0, size.width, size.height);
  bitmap.close();
  return { ...size, data: selectionOf(context.getImageData(0, 0, size.width, size.height).data) };
}
