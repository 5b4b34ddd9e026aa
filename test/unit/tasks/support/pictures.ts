import { crc32, deflateSync } from 'node:zlib';
import { encode } from 'fast-png';

/** A gray PNG with one byte per pixel. */
export function grayPng(width: number, height: number, value: (x: number, y: number) => number): Uint8Array {
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) for (let x = 0; x < width; x += 1) data[y * width + x] = value(x, y);
  return encode({ width, height, data, depth: 8, channels: 1 });
}

/** White on the left part of the picture, black elsewhere. */
export function halfMask(width: number, height: number, share = 0.5): Uint8Array {
  return grayPng(width, height, (x) => (x < width * share ? 255 : 0));
}

export function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

export interface PngShape {
  readonly width: number;
  readonly height: number;
  readonly depth?: number;
  readonly colour?: number;
  readonly interlace?: number;
  /** Raw rows with filter bytes. Zeros by default. */
  readonly rows?: Uint8Array;
  /** Between IHDR and IDAT. */
  readonly extra?: readonly Buffer[];
}

const channelsOf = [1, 0, 3, 1, 2, 0, 4];

/** A PNG from raw chunks, so that tests can make invalid ones. */
export function rawPng(shape: PngShape): Buffer {
  const { width, height, depth = 8, colour = 0, interlace = 0, extra = [] } = shape;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, colour, 0, 0, interlace], 8);
  const rowBytes = 1 + Math.ceil((width * depth * (channelsOf[colour] ?? 1)) / 8);
  const rows = shape.rows ?? new Uint8Array(height * rowBytes);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    ...extra,
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', new Uint8Array()),
  ]);
}

/** A TIFF block with one entry: the orientation. */
export function exifBlock(orientation: number, little = true): Buffer {
  const block = Buffer.alloc(26);
  const write16 = (value: number, at: number) =>
    little ? block.writeUInt16LE(value, at) : block.writeUInt16BE(value, at);
  const write32 = (value: number, at: number) =>
    little ? block.writeUInt32LE(value, at) : block.writeUInt32BE(value, at);
  block.write(little ? 'II' : 'MM', 0, 'latin1');
  write16(42, 2);
  write32(8, 4);
  write16(1, 8);
  write16(0x0112, 10);
  write16(3, 12);
  write32(1, 14);
  write16(orientation, 18);
  return block;
}

export interface JpegShape {
  readonly width: number;
  readonly height: number;
  readonly channels?: number;
  readonly depth?: number;
  readonly frame?: number;
  readonly exif?: Buffer;
  /** Packed pixels between SOS and EOI. */
  readonly scan?: readonly number[];
}

/** A JPEG from raw segments. Its pixels are noise, because they are never decoded. */
export function rawJpeg(shape: JpegShape): Buffer {
  const {
    width,
    height,
    channels = 3,
    depth = 8,
    frame = 0xc0,
    exif,
    scan = [0x12, 0xff, 0x00, 0x34],
  } = shape;
  const sof = Buffer.alloc(6 + channels * 3);
  sof.writeUInt8(depth, 0);
  sof.writeUInt16BE(height, 1);
  sof.writeUInt16BE(width, 3);
  sof.writeUInt8(channels, 5);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    ...(exif ? [segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), exif]))] : []),
    segment(frame, sof),
    segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
    Buffer.from(scan),
    Buffer.from([0xff, 0xd9]),
  ]);
}

export function segment(code: number, body: Buffer): Buffer {
  const head = Buffer.from([0xff, code, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
}
