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
 * Reads a mask file of the photo's upright size; pixels brighter than the middle are on the object.
 * @throws ModelError MaskUnreadable, MaskSizeMismatch or MaskEmpty
 */
export async function readMask(bytes: Uint8Array, photo: Size): Promise<Silhouette> {
  const { width, height } = await decoding('MaskUnreadable', () =>
    sharp(bytes, { limitInputPixels: false }).metadata(),
  );
  if (width !== photo.width || height !== photo.height)
    throw new ModelError(
      'MaskSizeMismatch',
      `The mask has ${width} × ${height} pixels but the photo is ${photo.width} × ${photo.height} (upright). Make them equal.`,
    );
  const data = await decoding('MaskUnreadable', () =>
    sharp(bytes, { limitInputPixels: width * height, failOn: 'error' })
      .flatten({ background: 'black' })
      .threshold(128)
      .toColourspace('b-w')
      .raw({ depth: 'uchar' })
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
