import { convertIndexedToRgb, type DecodedPng } from 'fast-png';
import { isSelected } from '#contracts/mask/checks.ts';

/** One byte per sample, 0 to 255. Palettes are resolved. */
interface Samples {
  readonly data: ArrayLike<number>;
  readonly channels: number;
}

/** Number of pixels that a decoded mask selects. */
export function countSelected(png: DecodedPng): number {
  const { data, channels } = samplesOf(png);
  const pixels = png.width * png.height;
  let selected = 0;
  for (let pixel = 0; pixel < pixels; pixel += 1) {
    if (isPixelSelected(data, pixel * channels, channels)) selected += 1;
  }
  return selected;
}

function samplesOf(png: DecodedPng): Samples {
  if (png.palette !== undefined) {
    return { data: convertIndexedToRgb(png), channels: png.palette[0]?.length ?? 3 };
  }
  if (png.depth < 8) return { data: unpackGray(png), channels: 1 };
  return { data: png.data, channels: png.channels };
}

/** Gray of 1, 2 or 4 bits: rows start at a byte, the first pixel is in the high bits. */
function unpackGray({ data, width, height, depth }: DecodedPng): Uint8Array {
  const rowBytes = Math.ceil((width * depth) / 8);
  const highest = 2 ** depth - 1;
  const gray = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const bit = x * depth;
      const byte = data[y * rowBytes + (bit >> 3)] ?? 0;
      const value = (byte >> (8 - depth - (bit & 7))) & highest;
      gray[y * width + x] = (value * 255) / highest;
    }
  }
  return gray;
}

function isPixelSelected(data: ArrayLike<number>, at: number, channels: number): boolean {
  const first = data[at] ?? 0;
  if (channels < 3) return isSelected(first, first, first, channels === 2 ? (data[at + 1] ?? 0) : 255);
  const alpha = channels === 4 ? (data[at + 3] ?? 0) : 255;
  return isSelected(first, data[at + 1] ?? 0, data[at + 2] ?? 0, alpha);
}
