import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { stripPng } from '#web/photo/metadata/png.ts';
import { makers, photo, pixelsOf } from './support/photos.ts';

function chunk(type: string, body: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}

describe('stripPng', () => {
  it('leaves out chunks that decoders may skip, before and after the pixels, and what follows the end', async () => {
    const plain = await makers.png(photo(8));
    const expected = stripPng(plain, 8);
    const note = fc.constantFrom('tEXt', 'zTXt', 'iTXt', 'tIME', 'caBX', 'xyZz');
    const places = [plain.indexOf('IDAT') - 4, plain.indexOf('IEND') - 4];

    await fc.assert(
      fc.asyncProperty(
        note,
        fc.uint8Array(),
        fc.constantFrom(...places),
        fc.uint8Array(),
        async (type, body, at, tail) => {
          const file = Buffer.concat([plain.subarray(0, at), chunk(type, body), plain.subarray(at), tail]);

          expect(Buffer.from(stripPng(file, 8))).toEqual(Buffer.from(expected));
        },
      ),
    );
  });

  it.each([
    ['a palette with transparency', { palette: true }],
    ['interlacing', { progressive: true }],
  ])('keeps %s', async (_, options) => {
    const file = await sharp({ create: { width: 9, height: 7, channels: 4, background: '#0a5f3380' } })
      .png(options)
      .toBuffer();

    expect(await pixelsOf(stripPng(file, 1))).toEqual(await pixelsOf(file));
  });

  it('writes valid checksums', async () => {
    const stripped = Buffer.from(stripPng(await makers.png(photo(5)), 5));
    const at = stripped.indexOf('eXIf');

    const body = stripped.subarray(at, at + 4 + stripped.readUInt32BE(at - 4));
    expect(stripped.readUInt32BE(at + body.length)).toBe(crc32(body));
  });
});
