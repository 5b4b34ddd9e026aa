import type { Mask, Size } from '#client/mask/index.ts';

/** Samples per pixel in each direction, for a smooth edge. */
const samples = 2;

/** Scales a mask down. Each pixel is about its selected share, from 0 to 255. */
export function shrink(mask: Mask, { width, height }: Size): Uint8Array {
  const rows = sampled(height, mask.height);
  const columns = sampled(width, mask.width);
  const shares = new Uint8Array(width * height);
  for (let i = 0; i < rows.length; i++)
    for (let j = 0; j < columns.length; j++) {
      const pixel = Math.floor(i / samples) * width + Math.floor(j / samples);
      const selected = (mask.data[(rows[i] ?? 0) * mask.width + (columns[j] ?? 0)] ?? 0) >> 7;
      shares[pixel] = (shares[pixel] ?? 0) + selected;
    }
  return shares.map((count) => (count * 255) / samples ** 2);
}

/** The mask's rows or columns at evenly spaced samples. */
function sampled(pixels: number, of: number): Int32Array {
  return Int32Array.from({ length: pixels * samples }, (_, i) => ((i + 0.5) * of) / (pixels * samples));
}
