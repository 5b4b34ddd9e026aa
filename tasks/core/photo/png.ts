import { crc32 } from 'node:zlib';
import { orientationOf } from './exif.ts';
import { PictureError, type PictureHeader, viewOf } from './header.ts';

const signatureBytes = 8;

/** Samples per pixel by colour type: gray, RGB, palette, gray + alpha, RGB + alpha. */
const channelsByType: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const depthsByType: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

interface Chunk {
  readonly type: string;
  readonly data: Uint8Array;
  /** Includes length, type and checksum. */
  readonly whole: Uint8Array;
}

export interface PngHeader extends PictureHeader {
  readonly palette: boolean;
  readonly interlaced: boolean;
}

/**
 * Walks the chunks of a PNG from IHDR to IEND and reads its header without decoding pixels.
 * Source: W3C PNG specification, third edition.
 * @throws PictureError when it is truncated or inconsistent
 */
export function readPng(bytes: Uint8Array): PngHeader {
  let header: PngHeader | undefined;
  let orientation = 1;
  let animated = false;
  let pixels = false;
  for (const chunk of chunksOf(bytes)) {
    if (header === undefined) header = readIhdr(chunk);
    else if (chunk.type === 'eXIf') orientation = orientationOf(chunk.data);
    else if (chunk.type === 'acTL') animated = true;
    else if (chunk.type === 'IDAT') pixels = true;
    else if (chunk.type === 'IHDR') throw new PictureError('damaged', 'a second IHDR');
  }
  if (header === undefined || !pixels) throw new PictureError('truncated', 'no pixels');
  return { ...header, orientation, animated };
}

/**
 * The chunks of some types, in file order: each `whole` (after the signature they form a PNG again), or only its
 * `data`.
 * @throws PictureError as `readPng`
 */
export function* onlyChunks(
  bytes: Uint8Array,
  types: readonly string[],
  form: 'whole' | 'data',
): Generator<Uint8Array> {
  if (form === 'whole') yield bytes.subarray(0, signatureBytes);
  for (const { type, data, whole } of chunksOf(bytes)) {
    if (types.includes(type)) yield form === 'whole' ? whole : data;
  }
}

function* chunksOf(bytes: Uint8Array): Generator<Chunk> {
  const view = viewOf(bytes);
  let at = signatureBytes;
  while (at + 12 <= bytes.length) {
    const length = view.getUint32(at);
    const end = at + 12 + length;
    if (end > bytes.length) break;
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (crc32(bytes.subarray(at + 4, end - 4)) !== view.getUint32(end - 4)) {
      throw new PictureError('damaged', 'a checksum does not match');
    }
    yield { type, data: bytes.subarray(at + 8, end - 4), whole: bytes.subarray(at, end) };
    if (type === 'IEND') return;
    at = end;
  }
  throw new PictureError('truncated', 'no IEND');
}

function readIhdr({ type, data }: Chunk): PngHeader {
  if (type !== 'IHDR' || data.length !== 13) throw new PictureError('damaged', 'no IHDR at the start');
  const view = viewOf(data);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [depth, colour, compression, filter, interlace] = data.subarray(8);
  const channels = channelsByType[colour ?? -1];
  if (channels === undefined || !depthsByType[colour ?? -1]?.includes(depth ?? 0)) {
    throw new PictureError('damaged', 'an invalid colour type or depth');
  }
  if (width === 0 || height === 0 || compression !== 0 || filter !== 0 || (interlace ?? 2) > 1) {
    throw new PictureError('damaged', 'an invalid IHDR');
  }
  return {
    format: 'png',
    width,
    height,
    orientation: 1,
    depth: depth ?? 0,
    channels,
    animated: false,
    palette: colour === 3,
    interlaced: interlace === 1,
  };
}
