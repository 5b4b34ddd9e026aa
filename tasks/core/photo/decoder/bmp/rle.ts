import { DecodeError } from '../fault.ts';
import { type BmpHeader, compressions } from './header.ts';

/** Rows of palette numbers, in the order of the file, of a BMP with run lengths. Pixels that are left out are number 0. */
export function* runLengthRows(bytes: Uint8Array, header: BmpHeader): Generator<Uint8Array> {
  const { width, height } = header;
  const wide = header.compression === compressions.rle8;
  let at = header.pixelsAt;
  let row = new Uint8Array(width);
  let x = 0;
  let y = 0;
  const next = () => {
    const byte = bytes[at];
    if (byte === undefined) throw new DecodeError('truncated', 'inside the pixels');
    at += 1;
    return byte;
  };
  const put = (value: number) => {
    if (x < width) row[x] = value;
    x += 1;
  };
  while (y < height) {
    const [count, value] = [next(), next()];
    if (count > 0) {
      for (let index = 0; index < count; index += 1) put(wide ? value : nibble(value, index));
    } else if (value > 2) {
      const start = at;
      for (let index = 0; index < value; index += 1) {
        if (wide || index % 2 === 0) next();
        put(wide ? (bytes[at - 1] ?? 0) : nibble(bytes[at - 1] ?? 0, index));
      }
      // Pixels without runs end at an even place.
      at += (at - start) % 2;
    } else {
      if (value === 1) break;
      const [right, rows] = value === 2 ? [next(), next()] : [0, 1];
      x = value === 2 ? x + right : 0;
      for (let skipped = 0; skipped < rows && y < height; skipped += 1) {
        yield row;
        row = new Uint8Array(width);
        y += 1;
      }
    }
  }
  for (; y < height; y += 1) {
    yield row;
    row = new Uint8Array(width);
  }
}

function nibble(byte: number, index: number): number {
  return index % 2 === 0 ? byte >> 4 : byte & 15;
}
