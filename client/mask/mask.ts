import { encode } from 'fast-png';
import type { Logits, Mask, Prompts, Size } from '#contracts/mask-decoder.ts';

/** A mask as PNG: 8-bit grayscale, 255 on the object. */
export function encodeMask({ width, height, data }: Mask): Uint8Array<ArrayBuffer> {
  return new Uint8Array(encode({ width, height, data, channels: 1, depth: 8 }));
}

/**
 * Sets the clicked pixels to what their clicks say; where two clicks disagree, the object wins.
 * @param photo the size in whose pixels the clicks are
 */
export function applyClickConstraints({ width, height, data }: Mask, { points }: Prompts, photo: Size): void {
  for (const wanted of [0, 1])
    for (const { x, y, label } of points) {
      if (label !== wanted) continue;
      const column = Math.floor((x * width) / photo.width);
      data[Math.floor((y * height) / photo.height) * width + column] = label * 255;
    }
}

/** The mask of logits at any size: interpolated between the middles of four cells and cut at 0. */
export function maskOf({ columns, rows, values }: Omit<Logits, 'score'>, { width, height }: Size): Mask {
  const data = new Uint8Array(width * height);
  const starts = startsOf(width, columns);
  const shares = Float64Array.from({ length: width }, (_, x) => tap(x, width, columns).share);
  const line = new Float32Array(columns + 1);
  for (let y = 0; y < height; y++) {
    const { cell, share } = tap(y, height, rows);
    const below = share > 0 ? columns : 0;
    for (let column = 0; column < columns; column++) {
      const upper = values[cell * columns + column] ?? 0;
      line[column] = upper + share * ((values[cell * columns + below + column] ?? 0) - upper);
    }
    line[columns] = line[columns - 1] ?? 0;
    drawLine(data.subarray(y * width, (y + 1) * width), line, starts, shares);
  }
  return { width, height, data };
}

/** Fills runs of cells inside the object at once: only the cells on the rim need a look at each pixel. */
function drawLine(pixels: Uint8Array, line: Float32Array, starts: Int32Array, shares: Float64Array): void {
  const cells = line.length - 1;
  for (let cell = 0; cell < cells; cell++) {
    const left = line[cell] ?? 0;
    const right = line[cell + 1] ?? 0;
    if (left <= 0 && right <= 0) continue;
    const from = starts[cell] ?? 0;
    if (left > 0 && right > 0) {
      while (cell + 2 <= cells && (line[cell + 2] ?? 0) > 0) cell++;
      pixels.fill(255, from, starts[cell + 1]);
    } else {
      const to = starts[cell + 1] ?? 0;
      for (let x = from; x < to; x++) if (left + (shares[x] ?? 0) * (right - left) > 0) pixels[x] = 255;
    }
  }
}

/** The first pixel of each cell, and the number of pixels at the end. */
function startsOf(pixels: number, cells: number): Int32Array {
  const starts = new Int32Array(cells + 1).fill(pixels);
  for (let pixel = pixels - 1; pixel >= 0; pixel--) starts.fill(pixel, 0, tap(pixel, pixels, cells).cell + 1);
  return starts;
}

/** The last cell whose middle is before the pixel's, and the share of the way from there to the next. */
function tap(pixel: number, pixels: number, cells: number): { cell: number; share: number } {
  const at = Math.min(cells - 1, Math.max(0, ((pixel + 0.5) * cells) / pixels - 0.5));
  return { cell: Math.floor(at), share: at - Math.floor(at) };
}
