import { hasText, Reader } from '#contracts/photo/bytes.ts';
import { joined } from './bytes.ts';

const extension = 0x21;
const picture = 0x2c;
const commentLabel = 0xfe;
const applicationLabel = 0xff;
/** Extensions of applications that say how to show the pixels: how often they repeat, and their colours. */
const shown: readonly string[] = ['NETSCAPE2.0', 'ANIMEXTS1.0', 'ICCRGBG1012'];

/** A GIF without comments and XMP, with the same compressed pixels. Source: GIF89a. */
export function stripGif(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const reader = new Reader(bytes, true);
  let at = 13 + tableBytes(reader.u8(10));
  const parts = [bytes.subarray(0, at)];
  while (at < bytes.length) {
    const kind = reader.u8(at);
    const end = blockEnd(reader, at, kind);
    if (kind !== extension || isKept(bytes, at)) parts.push(bytes.subarray(at, end));
    if (kind !== extension && kind !== picture) break;
    at = end;
  }
  return joined(parts);
}

function isKept(bytes: Uint8Array, at: number): boolean {
  const label = bytes[at + 1];
  if (label === commentLabel) return false;
  return label !== applicationLabel || shown.some((name) => hasText(bytes, at + 3, name));
}

/** Bytes of a table of colours. */
function tableBytes(flags: number): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
}

/** What is neither extension nor picture is the end of the file. */
function blockEnd(reader: Reader, at: number, kind: number): number {
  if (kind === extension) return dataEnd(reader, at + 2);
  return kind === picture ? dataEnd(reader, at + 11 + tableBytes(reader.u8(at + 9))) : at + 1;
}

/** Data comes in blocks of up to 255 bytes, each behind its length; an empty one ends it. */
function dataEnd(reader: Reader, from: number): number {
  let at = from;
  while (at < reader.length && reader.u8(at) !== 0) at += 1 + reader.u8(at);
  return Math.min(at + 1, reader.length);
}
