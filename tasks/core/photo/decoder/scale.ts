import type { VipsImage } from './vips.ts';

/** Scales a picture to an exact size. */
export function scaleTo(
  image: VipsImage,
  { width, height }: { width: number; height: number },
  kernel: 'lanczos3' | 'linear',
): VipsImage {
  if (image.width === width && image.height === height) return image;
  return image.resize(width / image.width, { vscale: height / image.height, kernel });
}
