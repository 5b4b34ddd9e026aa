import { hasText } from '#contracts/photo/bytes.ts';
import { joined, textBytes } from './bytes.ts';
import { exifOf } from './exif.ts';

/** Segments of applications that say how to show the pixels, by marker and name. */
const shown: readonly (readonly [code: number, name: string])[] = [
  [0xe0, 'JFIF\0'],
  [0xe2, 'ICC_PROFILE\0'],
  [0xee, 'Adobe'],
];
const comment = 0xfe;
const startOfScan = 0xda;
const endOfImage = 0xd9;

/**
 * A JPEG without EXIF, XMP, IPTC, comments and previews, with the same compressed pixels. What follows the picture is
 * left out, too: second pictures and videos of phones have a place of their own.
 */
export function stripJpeg(bytes: Uint8Array, orientation: number): Uint8Array<ArrayBuffer> {
  const parts = [bytes.subarray(0, 2)];
  if (orientation !== 1) parts.push(exifSegment(orientation));
  for (const { code, start, end } of segmentsOf(bytes)) {
    if (isKept(code, bytes.subarray(start + 4, end))) parts.push(bytes.subarray(start, end));
    if (code === endOfImage) break;
  }
  return joined(parts);
}

interface Segment {
  readonly code: number;
  readonly start: number;
  /** For a scan, where its pixels end. */
  readonly end: number;
}

/** All segments after the first marker. Source: ITU-T T.81. */
function* segmentsOf(bytes: Uint8Array): Generator<Segment> {
  let at = 2;
  for (;;) {
    let codeAt = bytes.indexOf(0xff, at);
    if (codeAt === -1) return;
    while (bytes[codeAt] === 0xff) codeAt += 1;
    const code = bytes[codeAt];
    if (code === undefined) return;
    const end = standsAlone(code) ? codeAt + 1 : segmentEnd(bytes, codeAt + 1, code);
    yield { code, start: codeAt - 1, end };
    at = end;
  }
}

function segmentEnd(bytes: Uint8Array, lengthAt: number, code: number): number {
  const length = (bytes[lengthAt] ?? 0) * 256 + (bytes[lengthAt + 1] ?? 0);
  const end = Math.min(bytes.length, lengthAt + Math.max(2, length));
  return code === startOfScan ? pixelsEnd(bytes, end) : end;
}

/** Where the pixels of a scan end: at the next marker that is neither a stuffed byte nor a restart. */
function pixelsEnd(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    const code = bytes[at + 1] ?? 0;
    if (code !== 0 && code !== 0xff && !(code >= 0xd0 && code <= 0xd7)) return at;
  }
  return bytes.length;
}

function isKept(code: number, body: Uint8Array): boolean {
  if (code === comment) return false;
  const isOfApplication = code >= 0xe0 && code <= 0xef;
  return !isOfApplication || shown.some(([marker, name]) => marker === code && hasText(body, 0, name));
}

/** Markers without a segment: a stuffed byte, TEM, restarts, start and end. */
function standsAlone(code: number): boolean {
  return code <= 0x01 || (code >= 0xd0 && code <= endOfImage);
}

function exifSegment(orientation: number): Uint8Array {
  const body = joined([textBytes('Exif\0\0'), exifOf(orientation)]);
  return joined([Uint8Array.of(0xff, 0xe1, 0, body.length + 2), body]);
}
