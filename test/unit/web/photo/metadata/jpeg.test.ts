import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stripJpeg } from '#web/photo/metadata/jpeg.ts';
import { camera, headerOf, makers, photo, pixelsOf } from './support/photos.ts';

const startOfScan = Buffer.from([0xff, 0xda]);
/** Codes of applications and of comments. */
const notes = fc.oneof(fc.integer({ min: 0xe1, max: 0xef }), fc.constant(0xfe));

function segment(code: number, body: Uint8Array): Buffer {
  const head = Buffer.from([0xff, code, (body.length + 2) >> 8, (body.length + 2) & 255]);
  return Buffer.concat([head, body]);
}

function inserted(file: Buffer, at: number, parts: readonly Uint8Array[]): Buffer {
  return Buffer.concat([file.subarray(0, at), ...parts, file.subarray(at)]);
}

describe('stripJpeg', () => {
  it('leaves out any notes before the pixels and anything after them', async () => {
    const plain = await makers.jpeg(photo(3));
    const expected = stripJpeg(plain, 3);

    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(notes, fc.uint8Array({ maxLength: 60 }))),
        fc.uint8Array({ maxLength: 60 }),
        async (segments, tail) => {
          const added = segments.map(([code, body]) => segment(code, body));
          const file = Buffer.concat([inserted(plain, plain.indexOf(startOfScan), added), tail]);

          expect(Buffer.from(stripJpeg(file, 3))).toEqual(Buffer.from(expected));
        },
      ),
    );
  });

  it('leaves out notes between the scans of a progressive photo, with the same pixels', async () => {
    const plain = await makers['progressive jpeg'](photo(1));
    const file = inserted(plain, plain.lastIndexOf(startOfScan), [segment(0xfe, Buffer.from(camera))]);

    const stripped = stripJpeg(file, 1);

    expect(Buffer.from(stripped).includes(camera)).toBe(false);
    expect(await pixelsOf(stripped)).toEqual(await pixelsOf(plain));
  });

  it('keeps what tells the colors of a CMYK photo', async () => {
    const file = await photo(1).toColourspace('cmyk').withIccProfile('cmyk').jpeg().toBuffer();

    const stripped = stripJpeg(file, 1);

    expect(await pixelsOf(stripped)).toEqual(await pixelsOf(file));
  });

  it('keeps the pixels of a photo that ends early', async () => {
    const file = (await makers.jpeg(photo(6))).subarray(0, -40);

    const stripped = stripJpeg(file, 6);

    expect(headerOf(stripped)).toEqual(headerOf(file));
    expect(Buffer.from(stripped.subarray(-20))).toEqual(file.subarray(-20));
  });

  it('ends for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        stripJpeg(Uint8Array.of(0xff, 0xd8, ...bytes), 1);
      }),
    );
  });
});
