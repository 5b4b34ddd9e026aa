import sharp from 'sharp';
import type { Size } from '#contracts/mask-decoder.ts';
import { decoding, ModelError } from './errors.ts';

/** Tightly packed 8-bit sRGB pixels, row-major. */
export interface Pixels extends Size {
  readonly data: Uint8Array;
}

/** In photo pixels. */
export interface Region extends Size {
  readonly left: number;
  readonly top: number;
}

/** A prepared photo whose header was read. */
export interface OpenedPhoto extends Size {
  /**
   * Pixels of a region, or of the entire photo, resized to exactly `size`.
   * @throws ModelError ImageUnreadable
   */
  pixels(size: Size, region?: Region): Promise<Pixels>;
}

/**
 * Reads the header of `photo.jpg` or `photo.png`: 8-bit RGB, upright and without a profile.
 * @throws ModelError ImageUnreadable or ImageTooLarge
 */
export async function openPhoto(bytes: Uint8Array, maxPixels: number): Promise<OpenedPhoto> {
  const { format, width, height, channels, depth } = await decoding('ImageUnreadable', () =>
    sharp(bytes, { limitInputPixels: false }).metadata(),
  );
  if (width * height > maxPixels)
    throw new ModelError(
      'ImageTooLarge',
      `The photo has ${width} × ${height} pixels. At most ${maxPixels} are allowed.`,
    );
  if ((format !== 'jpeg' && format !== 'png') || channels !== 3 || depth !== 'uchar')
    throw new ModelError(
      'ImageUnreadable',
      `The photo is ${format} with ${channels} channels of ${depth}. A prepared photo is an RGB JPEG or PNG with 8 bits.`,
    );
  const pixels: OpenedPhoto['pixels'] = (size, region = { left: 0, top: 0, width, height }) =>
    decoding('ImageUnreadable', async () => {
      const data = await sharp(bytes, { limitInputPixels: maxPixels, failOn: 'error' })
        .extract(region)
        .resize(size.width, size.height, { fit: 'fill' })
        .raw()
        .toBuffer();
      return { ...size, data };
    });
  return { width, height, pixels };
}
