import sharp from 'sharp';
import { ModelError } from './errors.ts';
import type { Region } from './photo.ts';

/** A decoded mask: 1 on the object, 0 elsewhere, row-major; never empty. */
export interface Silhouette {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** Pixels selected. */
  readonly selected: number;
  /** Smallest rectangle around them. */
  readonly bounds: Region;
}

/** Gray above this is on the object, of 255. */
const threshold = 127;

/**
 * Reads a mask PNG of the photo's upright size.
 * @throws ModelError MaskUnreadable, MaskSizeMismatch or MaskEmpty
 */
export async function readMask(
  bytes: Uint8Array,
  photo: { readonly width: number; readonly height: number },
): Promise<Silhouette> {
  const { width, height } = await readable(() => sharp(bytes, { limitInputPixels: false }).metadata());
  if (width !== photo.width || height !== photo.height)
    throw new ModelError(
      'MaskSizeMismatch',
      `The mask has ${width}×${height} pixels, the photo ${photo.width}×${photo.height} (upright): make them equal.`,
      { width, height },
    );
  const gray = await readable(() =>
    sharp(bytes, { limitInputPixels: width * height, failOn: 'error' })
      .flatten({ background: 'black' })
      .toColourspace('b-w')
      .raw({ depth: 'uchar' })
      .toBuffer(),
  );
  return silhouetteOf(
    Uint8Array.from(gray, (value) => (value > threshold ? 1 : 0)),
    width,
    height,
  );
}

/** @throws ModelError MaskEmpty */
export function silhouetteOf(data: Uint8Array, width: number, height: number): Silhouette {
  let [left, top, right, bottom, selected] = [width, height, -1, -1, 0];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      if (data[y * width + x] !== 1) continue;
      selected++;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = y;
    }
  if (selected === 0)
    throw new ModelError('MaskEmpty', 'The mask selects nothing: paint the object white on black.');
  return {
    data,
    width,
    height,
    selected,
    bounds: { left, top, width: right - left + 1, height: bottom - top + 1 },
  };
}

async function readable<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new ModelError('MaskUnreadable', `The mask cannot be decoded: ${detail}`);
  }
}
