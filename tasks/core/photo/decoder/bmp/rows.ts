import { DecodeError } from '../fault.ts';
import { type BmpHeader, compressions } from './header.ts';
import { runLengthRows } from './rle.ts';

/** Writes the samples of a stored row as RGB, or RGBA where the masks have alpha. */
type Unpack = (stored: Uint8Array, row: Uint8Array) => void;

/** The rows of a BMP, in the order of the file, as RGB or RGBA. Each replaces the one before. */
export function* rowsOf(bytes: Uint8Array, header: BmpHeader, bands: 3 | 4): Generator<Uint8Array> {
  const row = new Uint8Array(header.width * bands);
  const unpack = header.bits <= 8 ? fromPalette(header) : fromMasks(header, bands);
  for (const stored of storedRows(bytes, header)) {
    unpack(stored, row);
    yield row;
  }
}

/** Rows as stored. Those of a palette have a byte for each pixel. */
function storedRows(bytes: Uint8Array, header: BmpHeader): Iterable<Uint8Array> {
  const { compression } = header;
  return compression === compressions.rle8 || compression === compressions.rle4
    ? runLengthRows(bytes, header)
    : plainRows(bytes, header);
}

function* plainRows(bytes: Uint8Array, { width, height, bits, pixelsAt }: BmpHeader): Generator<Uint8Array> {
  const used = Math.ceil((width * bits) / 8);
  // Rows end at a multiple of 4 bytes. Some programs leave the last of them out.
  const stride = Math.ceil((width * bits) / 32) * 4;
  const numbers = new Uint8Array(width);
  for (let y = 0; y < height; y += 1) {
    const stored = bytes.subarray(pixelsAt + y * stride, pixelsAt + y * stride + used);
    if (stored.length < used) throw new DecodeError('truncated', `row ${y} of ${height}`);
    yield bits < 8 ? unpackBits(stored, bits, numbers) : stored;
  }
}

/** Numbers of 1, 2 or 4 bits; the first is in the high bits. */
function unpackBits(stored: Uint8Array, bits: number, numbers: Uint8Array): Uint8Array {
  for (let x = 0; x < numbers.length; x += 1) {
    const bit = x * bits;
    numbers[x] = ((stored[bit >> 3] ?? 0) >> (8 - bits - (bit & 7))) & (2 ** bits - 1);
  }
  return numbers;
}

function fromPalette({ palette, width }: BmpHeader): Unpack {
  return (stored, row) => {
    for (let x = 0; x < width; x += 1) {
      const colour = (stored[x] ?? 0) * 3;
      for (let band = 0; band < 3; band += 1) row[x * 3 + band] = palette[colour + band] ?? 0;
    }
  };
}

function fromMasks({ masks, bits, width }: BmpHeader, bands: 3 | 4): Unpack {
  const size = bits / 8;
  const samples = masks.slice(0, bands).map(sampleOf);
  return (stored, row) => {
    for (let x = 0; x < width; x += 1) {
      let pixel = 0;
      for (let byte = 0; byte < size; byte += 1) pixel += (stored[x * size + byte] ?? 0) * 2 ** (8 * byte);
      for (let band = 0; band < bands; band += 1) row[x * bands + band] = samples[band]?.(pixel) ?? 0;
    }
  };
}

/** Reads the sample of a mask, scaled to 8 bits. */
function sampleOf(mask: number): (pixel: number) => number {
  if (mask === 0) return () => 0;
  const lowest = 2 ** Math.log2((mask & -mask) >>> 0);
  const highest = Math.floor(mask / lowest);
  return (pixel) => Math.round((((pixel & mask) >>> 0) / lowest / highest) * 255);
}
