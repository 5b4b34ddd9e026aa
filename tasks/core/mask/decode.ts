import { inflateSync } from 'node:zlib';
import { type DecodedPng, decode } from 'fast-png';
import { PictureError } from '../photo/header.ts';
import { onlyChunks, type PngHeader } from '../photo/png.ts';

/** Chunks that make up the picture. Others (texts, colour profiles) could be decompression bombs. */
const pictureChunks = ['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND'];

/**
 * Decodes a non-interlaced PNG of at most 8 bits per sample, after its header was checked.
 * @throws PictureError when the number of pixels differs from the header, which also stops a decompression bomb
 */
export function decodeMask(bytes: Uint8Array, header: PngHeader): DecodedPng {
  const picture = Buffer.concat([...onlyChunks(bytes, pictureChunks, 'whole')]);
  checkInflatedSize(picture, header);
  try {
    return decode(picture);
  } catch {
    throw new PictureError('damaged', 'the pixels cannot be decoded');
  }
}

function checkInflatedSize(picture: Uint8Array, header: PngHeader): void {
  const rowBytes = 1 + Math.ceil((header.width * header.channels * header.depth) / 8);
  const expected = header.height * rowBytes;
  const packed = Buffer.concat([...onlyChunks(picture, ['IDAT'], 'data')]);
  if (inflatedLength(packed, expected) !== expected) {
    throw new PictureError('damaged', 'more or fewer pixels than the header says');
  }
}

function inflatedLength(packed: Uint8Array, atMost: number): number {
  try {
    return inflateSync(packed, { maxOutputLength: atMost }).length;
  } catch {
    throw new PictureError('damaged', 'the pixels do not inflate to their size');
  }
}
