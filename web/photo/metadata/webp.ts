import { Reader } from '#contracts/photo/bytes.ts';
import { joined, textBytes } from './bytes.ts';
import { exifOf } from './exif.ts';

const shown: readonly string[] = ['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP'];
/** Bits of the first byte of VP8X. */
const flags = { xmp: 0x04, exif: 0x08 };

/** A WebP without EXIF and XMP, with the same compressed pixels. Source: RFC 9649. */
export function stripWebp(bytes: Uint8Array, orientation: number): Uint8Array<ArrayBuffer> {
  const reader = new Reader(bytes, true);
  const fileEnd = Math.min(bytes.length, reader.u32(4) + 8);
  const chunks: Uint8Array[] = [];
  for (let at = 12; at + 8 <= fileEnd; ) {
    const type = reader.text(at, 4);
    const end = at + 8 + reader.u32(at + 4);
    if (type === 'VP8X') chunks.push(withFlags(bytes.subarray(at, end), orientation));
    else if (shown.includes(type)) chunks.push(padded(bytes.subarray(at, end)));
    at = end + (end % 2);
  }
  if (orientation !== 1) chunks.push(exifChunk(orientation));
  const body = joined([textBytes('WEBP'), ...chunks]);
  return joined([textBytes('RIFF'), number(body.length), body]);
}

function withFlags(chunk: Uint8Array, orientation: number): Uint8Array {
  const copy = chunk.slice();
  const others = (copy[8] ?? 0) & ~(flags.xmp | flags.exif);
  copy[8] = others | (orientation === 1 ? 0 : flags.exif);
  return copy;
}

function exifChunk(orientation: number): Uint8Array {
  const body = exifOf(orientation);
  return padded(joined([textBytes('EXIF'), number(body.length), body]));
}

/** Chunks start at even positions. */
function padded(chunk: Uint8Array): Uint8Array {
  return chunk.length % 2 === 0 ? chunk : joined([chunk, Uint8Array.of(0)]);
}

function number(value: number): Uint8Array {
  return Uint8Array.of(value, value >>> 8, value >>> 16, value >>> 24);
}
