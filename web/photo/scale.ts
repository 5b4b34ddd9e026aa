import type { UploadFormat } from '#contracts/photo/formats.ts';
import { type PhotoHeader, uprightSize } from '#contracts/photo/header.ts';
import type { PhotoLimits } from '#contracts/web-config.ts';
import { type Size, scaledSize } from './scaled-size.ts';

export interface ScaledPhoto {
  /** A JPEG, or a picture with transparency. */
  readonly blob: Blob;
  readonly size: Size;
}

/** Formats whose transparency JPEG would lose. */
const maybeTransparent: readonly UploadFormat[] = ['png', 'webp', 'avif', 'heic', 'gif', 'tiff'];
/** From the best to the smallest that looks good. */
const qualities = [0.95, 0.85, 0.7];
/** Sides after a picture that is too large even at the smallest quality. */
const shrink = 0.7;
/** Rows that are read at once when looking for transparency. */
const rowsAtOnce = 256;

/** The browser cannot decode the photo, or has no memory for it or no canvas in workers. */
export class ScaleError extends Error {
  override readonly name = 'ScaleError';
}

/**
 * Scales a photo down to the limits, upright and in sRGB. Runs in a worker.
 * @throws ScaleError
 */
export async function scalePhoto(
  photo: Blob,
  header: PhotoHeader,
  limits: PhotoLimits,
): Promise<ScaledPhoto> {
  if (typeof OffscreenCanvas === 'undefined') throw new ScaleError('This browser has no canvas in workers.');
  const { minSide } = limits;
  let size = scaledSize(uprightSize(header), limits);
  for (;;) {
    const blob = await encoded(await draw(photo, size), header.format, limits.maxBytes);
    if (blob !== undefined) return { blob, size };
    if (Math.min(size.width, size.height) * shrink < minSide)
      throw new ScaleError('No size fits the limits.');
    size = scaledSize(size, { maxPixels: size.width * size.height * shrink ** 2, minSide });
  }
}

async function draw(photo: Blob, { width, height }: Size): Promise<OffscreenCanvas> {
  const picture = await createImageBitmap(photo, {
    resizeWidth: width,
    resizeHeight: height,
    resizeQuality: 'high',
  }).catch((cause: unknown) => {
    throw new ScaleError('This browser cannot decode the photo.', { cause });
  });
  const canvas = new OffscreenCanvas(width, height);
  contextOf(canvas).drawImage(picture, 0, 0, width, height);
  picture.close();
  return canvas;
}

/** @returns undefined when the picture is too large at every quality */
async function encoded(
  canvas: OffscreenCanvas,
  format: UploadFormat,
  maxBytes: number,
): Promise<Blob | undefined> {
  const isTransparent = maybeTransparent.includes(format) && hasTransparency(canvas);
  // Browsers that write no WebP answer with PNG, which has transparency, too.
  const type = isTransparent ? 'image/webp' : 'image/jpeg';
  for (const quality of qualities) {
    const blob = await canvas.convertToBlob({ type, quality });
    if (blob.size <= maxBytes) return blob;
  }
  return undefined;
}

function hasTransparency(canvas: OffscreenCanvas): boolean {
  const { width, height } = canvas;
  const context = contextOf(canvas);
  for (let row = 0; row < height; row += rowsAtOnce) {
    const rows = Math.min(rowsAtOnce, height - row);
    const { data } = context.getImageData(0, row, width, rows);
    for (let alpha = 3; alpha < data.length; alpha += 4) if (data[alpha] !== 255) return true;
  }
  return false;
}

function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (context === null) throw new ScaleError('This browser has no memory for the photo.');
  return context;
}
