import type { Mask, Size } from '#client/mask/index.ts';
import { selectionOf } from '../model/uploaded-mask.ts';
import { contextOf } from './context.ts';

/** Decodes a mask's picture at a size. @returns undefined if the browser can't decode it */
export async function decodeMask(file: Blob, { width, height }: Size): Promise<Mask | undefined> {
  // Gray values are no colors: a profile must not move them over the threshold.
  const picture = await createImageBitmap(file, { colorSpaceConversion: 'none' }).catch(() => undefined);
  if (!picture) return undefined;
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = contextOf(canvas);
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, 0, 0, width, height);
  picture.close();
  return { width, height, data: selectionOf(context.getImageData(0, 0, width, height).data) };
}
