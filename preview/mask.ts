import sharp from 'sharp';
import type { Mask, Size } from '#contracts/mask-decoder.ts';
import { decoding, ModelError } from './errors.ts';
import type { Region } from './photo.ts';

/** A mask that selects at least one pixel. */
export interface Silhouette extends Mask {
  /** Number of pixels selected. */
  readonly selected: number;
  /** The smallest rectangle around them. */
  readonly bounds: Region;
}

/**
 * Reads `mask.png`, gray with 8 bits and of the photo's size; pixels above 127 are on the object.
 * @throws ModelError MaskUnreadable, MaskSizeMismatch or MaskEmpty
 */
export async function readMask(bytes: Uint8Array, photo: Size): Promise<Silhouette> {
  const { format, width, height, channels, depth } = await decoding('MaskUnreadable', () =>
    sharp(bytes, { limitInputPixels: false }).metadata(),
  );
  if (width !== photo.width || height !== photo.height)
    throw new ModelError(
      'MaskSizeMismatch',
      `The mask has ${width} × ${height} pixels but the photo is ${photo.width} × ${photo.height}. Make them equal.`,
    );
  if (format !== 'png' || channels !== 1 || depth !== 'uchar')
    throw new ModelError(
      'MaskUnreadable',
      `The mask is ${format} with ${channels} channels of ${depth}. A prepared mask is a gray PNG with 8 bits.`,
    );
  const data = await decoding('MaskUnreadable', () =>
    sharp(bytes, { limitInputPixels: width * height, failOn: 'error' })
      .threshold(128)
      .toColourspace('b-w')
      .raw()
      .toBuffer(),
  );
  return silhouetteOf({ data, width, height });
}

/** @throws ModelError MaskEmpty */
export function silhouetteOf(mask: Mask): Silhouette {
  const { data, width, height } = mask;
  let [left, top, right, bottom, selected] = [width, height, -1, -1, 0];
  for (let i = data.indexOf(255); i >= 0; i = data.indexOf(255, i + 1)) {
    const x = i % width;
    selected++;
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, Math.floor(i / width));
    bottom = Math.floor(i / width);
  }
  if (selected === 0)
    throw new ModelError('MaskEmpty', 'The mask selects nothing. Paint the object white on black.');
  return { ...mask, selected, bounds: { left, top, width: right - left + 1, height: bottom - top + 1 } };
}
