import { HeaderFault, hasText, Reader } from './bytes.ts';
import { orientationOf } from './exif.ts';
import { coloursOf, type PhotoHeader } from './header.ts';

/** Bit depths by colour type: gray, RGB, palette, gray + alpha, RGB + alpha. */
const depths: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

/**
 * Reads IHDR and looks for eXIf, which may follow the pixels, and cICP. The decoder verifies checksums. An animated PNG
 * shows its first picture. Source: W3C PNG specification, third edition.
 * @throws HeaderFault
 */
export function readPng(bytes: Uint8Array): PhotoHeader {
  const reader = new Reader(bytes);
  return { format: 'png', ...readIhdr(reader), ...readExtras(reader) };
}

function readIhdr(reader: Reader): { width: number; height: number } {
  if (reader.text(12, 4) !== 'IHDR' || reader.u32(8) !== 13) throw new HeaderFault('damaged', 'no IHDR');
  const [width, height] = [reader.u32(16), reader.u32(20)];
  const known = depths[reader.u8(25)]?.includes(reader.u8(24));
  const usual = reader.u8(26) === 0 && reader.u8(27) === 0 && reader.u8(28) <= 1;
  const empty = width === 0 || height === 0 || width > 0x7fff_ffff || height > 0x7fff_ffff;
  if (!known || !usual || empty) throw new HeaderFault('damaged', 'an invalid IHDR');
  return { width, height };
}

/** A file without IEND is fine for all decoders, one that ends inside its pixels is not. */
function readExtras(reader: Reader): Pick<PhotoHeader, 'orientation' | 'displayP3'> {
  const { bytes, length } = reader;
  const is = (type: string) => hasText(bytes, at + 4, type);
  let [pixels, orientation, primaries]: [boolean, number?, number?] = [false];
  let at = 33;
  while (at + 8 <= length && !is('IEND')) {
    const end = at + 8 + reader.u32(at);
    pixels ||= is('IDAT');
    if (end > length && (is('IDAT') || !pixels)) throw new HeaderFault('truncated', 'inside a chunk');
    if (is('eXIf')) orientation ??= orientationOf(bytes.subarray(at + 8, end));
    if (is('cICP')) primaries ??= bytes[at + 8];
    at = end + 4;
  }
  if (!pixels) throw new HeaderFault('truncated', 'no pixels');
  return { orientation: orientation ?? 1, ...coloursOf(primaries) };
}
