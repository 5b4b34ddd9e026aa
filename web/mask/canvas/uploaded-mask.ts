import type { Mask, Size } from '#client/mask/index.ts';
import type { Reason } from '#contracts/common.ts';
import { coverageProblem } from '#contracts/mask/checks.ts';
import { pngStartBytes } from '#contracts/png.ts';
import type { MaskLimits } from '#contracts/web-config.ts';
import { coverageOf } from '../model/compose.ts';
import { fileProblem, selectionOf } from '../model/uploaded-mask.ts';
import { contextOf } from './photo.ts';

/** A mask that the user made elsewhere. The file is submitted unchanged; `mask` is only for showing it. */
export interface UploadedMask {
  readonly file: File;
  readonly mask: Mask;
}

/** Reads and checks a mask file. @param size of the shown mask */
export async function readUploadedMask(
  file: File,
  photo: Size,
  size: Size,
  limits: MaskLimits,
): Promise<UploadedMask | Reason> {
  const start = new Uint8Array(await file.slice(0, pngStartBytes).arrayBuffer());
  const problem = fileProblem(start, file.size, photo, limits.maxBytes);
  if (problem) return problem;
  const mask = await decode(file, size);
  if (!mask)
    return { code: 'MaskUnreadable', message: 'This mask is damaged. Export it again and choose that file.' };
  return coverageProblem(coverageOf(mask), limits) ?? { file, mask };
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
