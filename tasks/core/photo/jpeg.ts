import { orientationOf } from './exif.ts';
import { PictureError, type PictureHeader, viewOf } from './header.ts';

const startOfImage = 0xd8;
const endOfImage = 0xd9;
const startOfScan = 0xda;
const app1 = 0xe1;
const exifName = 'Exif\0\0';

export function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === startOfImage && bytes[2] === 0xff;
}

interface Frame {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly channels: number;
}

/**
 * Walks the segments of a JPEG from SOI to EOI and reads frame and orientation without decoding pixels. Ignores bytes
 * after EOI, where phones append previews. Source: ITU-T T.81.
 * @throws PictureError when it is truncated, inconsistent, or of a kind that browsers do not show
 */
export function readJpeg(bytes: Uint8Array): PictureHeader {
  const view = viewOf(bytes);
  let frame: Frame | undefined;
  let orientation: number | undefined;
  let scanned = false;
  let at = 2;
  for (;;) {
    const marker = nextMarker(bytes, at);
    at = marker.end;
    if (marker.code === endOfImage) break;
    if (standsAlone(marker.code)) continue;
    if (at + 2 > bytes.length) throw new PictureError('truncated', 'inside a segment');
    const end = at + view.getUint16(at);
    if (end > bytes.length) throw new PictureError('truncated', 'inside a segment');
    const body = bytes.subarray(Math.min(at + 2, end), end);
    if (isFrame(marker.code)) frame = readFrame(marker.code, body);
    if (marker.code === app1) orientation ??= exifOrientation(body);
    at = end;
    if (marker.code === startOfScan) {
      scanned = true;
      at = endOfScan(bytes, at);
    }
  }
  if (frame === undefined || !scanned) throw new PictureError('truncated', 'no pixels');
  return { format: 'jpeg', ...frame, orientation: orientation ?? 1, animated: false };
}

/** The marker at `at`. Any number of 0xff bytes may precede its code. */
function nextMarker(bytes: Uint8Array, at: number): { code: number; end: number } {
  if (at >= bytes.length) throw new PictureError('truncated', 'no EOI');
  if (bytes[at] !== 0xff) throw new PictureError('damaged', 'a missing marker');
  let next = at + 1;
  while (bytes[next] === 0xff) next += 1;
  const code = bytes[next];
  if (code === undefined) throw new PictureError('truncated', 'no EOI');
  return { code, end: next + 1 };
}

/** Packed pixels end at a marker that is neither a stuffed byte nor a restart. */
function endOfScan(bytes: Uint8Array, from: number): number {
  let at = bytes.indexOf(0xff, from);
  while (at !== -1) {
    const next = bytes[at + 1];
    if (next === undefined) break;
    if (next !== 0 && next !== 0xff && !isRestart(next)) return at;
    at = bytes.indexOf(0xff, next === 0xff ? at + 1 : at + 2);
  }
  throw new PictureError('truncated', 'inside the pixels');
}

function readFrame(code: number, body: Uint8Array): Frame {
  // SOF0 to SOF2: baseline, extended and progressive Huffman. The others are lossless, hierarchical or arithmetic.
  if (code > 0xc2) throw new PictureError('unsupported', 'an unsupported frame type');
  if (body.length < 6) throw new PictureError('damaged', 'a short frame header');
  const view = viewOf(body);
  const [depth, height, width, channels] = [
    view.getUint8(0),
    view.getUint16(1),
    view.getUint16(3),
    view.getUint8(5),
  ];
  if (width === 0 || height === 0 || channels === 0) throw new PictureError('damaged', 'an empty frame');
  return { width, height, depth, channels };
}

function exifOrientation(body: Uint8Array): number | undefined {
  const isExif = [...exifName].every((template, index) => body[index] === template.charCodeAt(0));
  return isExif ? orientationOf(body.subarray(exifName.length)) : undefined;
}

/** SOF0 to SOF15, except DHT (c4), JPG (c8) and DAC (cc). */
function isFrame(code: number): boolean {
  return code >= 0xc0 && code <= 0xcf && code !== 0xc4 && code !== 0xc8 && code !== 0xcc;
}

function isRestart(code: number): boolean {
  return code >= 0xd0 && code <= 0xd7;
}

/** Markers without a segment: TEM, SOI and restarts. */
function standsAlone(code: number): boolean {
  return code === 0x01 || code === startOfImage || isRestart(code);
}
