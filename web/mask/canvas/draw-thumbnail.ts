import type { Mask } from '#client/mask/index.ts';
import { shrink } from '../model/shrink.ts';
import { contextOf } from './context.ts';
import type { Picture } from './photo.ts';

/** Draws the selected part of the photo, and the rest faintly. */
export function drawThumbnail(target: HTMLCanvasElement, mask: Mask, { thumbnail }: Picture): void {
  const { width, height } = thumbnail;
  target.width = width;
  target.height = height;
  const pixels = new ImageData(width, height);
  const shares = shrink(mask, thumbnail);
  for (let i = 0; i < shares.length; i++) pixels.data[4 * i + 3] = shares[i] ?? 0;
  const context = contextOf(target);
  context.putImageData(pixels, 0, 0);
  context.globalCompositeOperation = 'source-in';
  context.drawImage(thumbnail, 0, 0);
  context.globalCompositeOperation = 'destination-over';
  context.globalAlpha = 0.25;
  context.drawImage(thumbnail, 0, 0);
}
