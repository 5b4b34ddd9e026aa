import { HeaderFault, Reader } from './bytes.ts';
import { isExif, orientationOf } from './exif.ts';
import { type ForeignFormat, foreign } from './foreign.ts';
import type { PhotoHeader } from './header.ts';

const startOfImage = 0xd8;
const endOfImage = 0xd9;
const startOfScan = 0xda;
const app1 = 0xe1;
/** Frame of JPEG-LS, which is another format with the same segments. */
const jpegLs = 0xf7;
/** Frames that decoders read: baseline, extended, progressive, lossless, and the first two with arithmetic coding. */
const usualFrames: readonly number[] = [0xc0, 0xc1, 0xc2, 0xc3, 0xc9, 0xca];
/** More than any camera writes before the pixels. They bound the time for a file of nothing but markers. */
const maxMarkers = 65_536;
const maxFill = 65_536;

/**
 * Walks the segments of a JPEG to its first scan. Everything after it, such as previews that phones append and the
 * second picture of an MPO, is never read. Source: ITU-T T.81.
 * @returns the name of a kind that no decoder here reads
 * @throws HeaderFault
 */
export function readJpeg(bytes: Uint8Array): PhotoHeader | ForeignFormat {
  const reader = new Reader(bytes);
  let frame: Frame | undefined;
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
    if (isFrame(marker.code)) frame ??= readFrame(marker.code, body);
    if (marker.code === app1 && isExif(body)) orientation ??= orientationOf(body);
    at += length;
  }
  if (frame === undefined) throw new HeaderFault('damaged', 'no frame before the pixels');
  const { width, height } = frame;
  return rareKind(frame) ?? { format: 'jpeg', width, height, orientation: orientation ?? 1 };
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

interface Frame {
  readonly code: number;
  /** Bits per sample. */
  readonly depth: number;
  readonly width: number;
  readonly height: number;
}

function readFrame(code: number, body: Uint8Array): Frame {
  if (body.length < 6) throw new HeaderFault('damaged', 'a short frame header');
  const reader = new Reader(body);
  const [depth, height, width] = [reader.u8(0), reader.u16(1), reader.u16(3)];
  if (width === 0 || height === 0) throw new HeaderFault('damaged', 'an empty frame');
  return { code, depth, width, height };
}

function rareKind({ code, depth }: Frame): ForeignFormat | undefined {
  if (code === jpegLs) return foreign('a JPEG-LS picture', 'photo');
  if (!usualFrames.includes(code)) return foreign('a hierarchical JPEG', 'photo');
  return depth === 8 ? undefined : foreign(`a JPEG with ${depth} bits a sample`, 'photo');
}

/** SOF0 to SOF15, except DHT (c4), JPG (c8) and DAC (cc), and JPEG-LS. */
function isFrame(code: number): boolean {
  if (code === jpegLs) return true;
  return code >= 0xc0 && code <= 0xcf && code !== 0xc4 && code !== 0xc8 && code !== 0xcc;
}

/** Markers without a segment: a stuffed byte, TEM, SOI and restarts. */
function standsAlone(code: number): boolean {
  return code <= 0x01 || code === startOfImage || (code >= 0xd0 && code <= 0xd7);
}
