import { HeaderFault, Reader } from './bytes.ts';
import { isExif, orientationOf } from './exif.ts';
import type { PhotoHeader } from './header.ts';

const startOfImage = 0xd8;
const endOfImage = 0xd9;
const startOfScan = 0xda;
const app1 = 0xe1;
/** More than any camera writes before the pixels. They bound the time for a file of nothing but markers. */
const maxMarkers = 65_536;
const maxFill = 65_536;

/**
 * Walks the segments of a JPEG to its first scan. Everything after it, such as previews that phones append and the
 * second picture of an MPO, is never read. Source: ITU-T T.81.
 * @throws HeaderFault
 */
export function readJpeg(bytes: Uint8Array): PhotoHeader {
  const reader = new Reader(bytes);
  let size: { width: number; height: number } | undefined;
  let orientation: number | undefined;
  let at = 2;
  for (let markers = 0; ; markers += 1) {
    if (markers > maxMarkers) throw new HeaderFault('damaged', 'too many markers');
    const marker = nextMarker(bytes, at);
    if (marker.code === startOfScan || marker.code === endOfImage) break;
    at = marker.end;
    if (standsAlone(marker.code)) continue;
    const length = reader.u16(at);
    if (length < 2) throw new HeaderFault('damaged', 'a segment shorter than its length');
    if (at + length > bytes.length) throw new HeaderFault('truncated', 'inside a segment');
    const body = bytes.subarray(at + 2, at + length);
    if (isFrame(marker.code)) size ??= frameSize(body);
    if (marker.code === app1 && isExif(body)) orientation ??= orientationOf(body);
    at += length;
  }
  if (size === undefined) throw new HeaderFault('damaged', 'no frame before the pixels');
  return { format: 'jpeg', ...size, orientation: orientation ?? 1 };
}

/** The next marker. Decoders skip stray bytes before it, and any number of 0xff bytes may precede its code. */
function nextMarker(bytes: Uint8Array, from: number): { code: number; end: number } {
  const start = bytes.indexOf(0xff, from);
  let next = start;
  while (bytes[next] === 0xff && next - start < maxFill) next += 1;
  const code = bytes[next];
  if (code === undefined) throw new HeaderFault('truncated', 'no pixels');
  if (code === 0xff) throw new HeaderFault('damaged', 'too many fill bytes');
  return { code, end: next + 1 };
}

function frameSize(body: Uint8Array): { width: number; height: number } {
  if (body.length < 6) throw new HeaderFault('damaged', 'a short frame header');
  const reader = new Reader(body);
  const [height, width] = [reader.u16(1), reader.u16(3)];
  if (width === 0 || height === 0) throw new HeaderFault('damaged', 'an empty frame');
  return { width, height };
}

/** SOF0 to SOF15, except DHT (c4), JPG (c8) and DAC (cc). */
function isFrame(code: number): boolean {
  return code >= 0xc0 && code <= 0xcf && code !== 0xc4 && code !== 0xc8 && code !== 0xcc;
}

/** Markers without a segment: a stuffed byte, TEM, SOI and restarts. */
function standsAlone(code: number): boolean {
  return code <= 0x01 || code === startOfImage || (code >= 0xd0 && code <= 0xd7);
}
