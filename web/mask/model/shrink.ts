import type { Mask, Size } from '#client/mask/index.ts';

/** Places looked at in each direction of a pixel, for a rim that is not all steps. */
const places = 2;

/** A mask in a smaller size: for each pixel about the share that is selected, 0 to 255. */
export function shrink(mask: Mask, { width, height }: Size): Uint8Array {
  const rows = placesOn(height, mask.height);
  const columns = placesOn(width, mask.width);
  const shares = new Uint8Array(width * height);
  for (let i = 0; i < rows.length; i++)
    for (let j = 0; j < columns.length; j++) {
      const pixel = Math.floor(i / places) * width + Math.floor(j / places);
      const selected = (mask.data[(rows[i] ?? 0) * mask.width + (columns[j] ?? 0)] ?? 0) >> 7;
      shares[pixel] = (shares[pixel] ?? 0) + selected;
    }
  return shares.map((count) => (count * 255) / places ** 2);
}

/** The mask's rows or columns below places that lie evenly on so many pixels. */
function placesOn(pixels: number, of: number): Int32Array {
  return Int32Array.from({ length: pixels * places }, (_, i) => ((i + 0.5) * of) / (pixels * places));
}
