import { HeaderFault, Reader } from './bytes.ts';
import { orientationOf } from './exif.ts';
import type { PhotoHeader } from './header.ts';

type Size = Pick<PhotoHeader, 'width' | 'height'>;

/**
 * Reads the first chunk of a WebP, lossy (VP8), lossless (VP8L) or extended (VP8X), and looks for EXIF. An animation
 * has the size of its canvas. Source: RFC 9649.
 * @throws HeaderFault
 */
export function readWebp(bytes: Uint8Array): PhotoHeader {
  const reader = new Reader(bytes, true);
  const end = reader.u32(4) + 8;
  // Some writers leave out the byte that pads the last chunk.
  if (end > bytes.length + 1) throw new HeaderFault('truncated', 'inside the RIFF container');
  const type = reader.text(12, 4);
  const size = sizeIn(reader, type);
  if (size.width === 0 || size.height === 0) throw new HeaderFault('damaged', 'an empty picture');
  return { format: 'webp', ...size, orientation: type === 'VP8X' ? exifOrientation(reader, end) : 1 };
}

function sizeIn(reader: Reader, type: string): Size {
  const at = 20;
  if (type === 'VP8X') return { width: reader.u24(at + 4) + 1, height: reader.u24(at + 7) + 1 };
  if (type === 'VP8L' && reader.u8(at) === 0x2f) {
    const bits = reader.u32(at + 1);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  if (type === 'VP8 ' && reader.u24(at + 3) === 0x2a019d) {
    return { width: reader.u16(at + 6) & 0x3fff, height: reader.u16(at + 8) & 0x3fff };
  }
  throw new HeaderFault('damaged', 'no picture at the start');
}

function exifOrientation(reader: Reader, end: number): number {
  let at = 12;
  while (at + 8 <= Math.min(end, reader.length)) {
    const length = reader.u32(at + 4);
    if (reader.text(at, 4) === 'EXIF') return orientationOf(reader.bytes.subarray(at + 8, at + 8 + length));
    at += 8 + length + (length % 2);
  }
  return 1;
}
