import sharp from 'sharp';
import type { Size } from '#contracts/mask-decoder.ts';
import { decoding, ModelError } from './errors.ts';

/** Tightly packed 8-bit sRGB pixels, row-major. */
export interface Pixels extends Size {
  readonly data: Uint8Array;
}

/** In upright photo pixels. */
export interface Region extends Size {
  readonly left: number;
  readonly top: number;
}

/** A photo whose header was read; its size is the upright one, after EXIF orientation. */
export interface OpenedPhoto extends Size {
  /**
   * Upright pixels of a region, or of the entire photo, resized to exactly `size`.
   * @throws ModelError ImageUnreadable
   */
  pixels(size: Size, region?: Region): Promise<Pixels>;
}

/**
 * Reads a photo's header. Its pixels become 8-bit sRGB on white, whatever the file has.
 * @throws ModelError ImageUnreadable or ImageTooLarge
 */
export async function openPhoto(bytes: Uint8Array, maxPixels: number): Promise<OpenedPhoto> {
  const metadata = await decoding('ImageUnreadable', () =>
    sharp(bytes, { limitInputPixels: false }).metadata(),
  );
  if (metadata.width * metadata.height > maxPixels)
    throw new ModelError(
      'ImageTooLarge',
      `The photo has ${metadata.width} × ${metadata.height} pixels. At most ${maxPixels} are allowed.`,
    );
  const { width, height } = metadata.autoOrient;
  const pixels: OpenedPhoto['pixels'] = (size, region = { left: 0, top: 0, width, height }) =>
    decoding('ImageUnreadable', async () => {
      const data = await sharp(bytes, { limitInputPixels: maxPixels, failOn: 'error' })
        .autoOrient()
        .extract(region)
        .resize(size.width, size.height, { fit: 'fill' })
        .flatten({ background: 'white' })
        .toColourspace('srgb')
        .raw({ depth: 'uchar' })
        .toBuffer();
      return { ...size, data };
    });
  return { width, height, pixels };
}
