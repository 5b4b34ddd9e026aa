import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { riffChunk } from '#test/unit/contracts/photo/support/containers.ts';
import { stripWebp } from '#web/photo/metadata/webp.ts';
import { headerOf, makers, photo, pixelsOf } from './support/photos.ts';

function withChunks(file: Buffer, chunks: readonly Buffer[]): Buffer {
  const longer = Buffer.concat([file, ...chunks]);
  longer.writeUInt32LE(longer.length - 8, 4);
  return longer;
}

describe('stripWebp', () => {
  it('leaves out unknown chunks, and what follows the file', async () => {
    const plain = await makers['lossy webp'](photo(6));
    const expected = stripWebp(plain, 6);
    const note = fc.tuple(fc.constantFrom('EXIF', 'XMP ', 'NOTE'), fc.uint8Array());

    await fc.assert(
      fc.asyncProperty(fc.array(note), fc.uint8Array(), async (notes, tail) => {
        const file = withChunks(
          plain,
          notes.map(([type, body]) => riffChunk(type, body)),
        );

        expect(Buffer.from(stripWebp(Buffer.concat([file, tail]), 6))).toEqual(Buffer.from(expected));
      }),
    );
  });

  it('keeps a file without metadata, also one whose last chunk lacks its padding', async () => {
    const file = await sharp({ create: { width: 5, height: 9, channels: 4, background: '#1234' } })
      .webp({ lossless: true })
      .toBuffer();
    expect(Buffer.from(stripWebp(file, 1))).toEqual(file);

    const short = stripWebp(file.subarray(0, file.length - (file.at(-1) === 0 ? 1 : 0)), 1);
    expect(headerOf(short)).toEqual(headerOf(file));
    expect(await pixelsOf(short)).toEqual(await pixelsOf(file));
  });

  it('keeps all pictures of an animation', async () => {
    const frames = await Promise.all(
      ['red', 'blue'].map((background) =>
        sharp({ create: { width: 8, height: 8, channels: 4, background } })
          .png()
          .toBuffer(),
      ),
    );
    const file = await sharp(frames, { join: { animated: true } })
      .webp({ loop: 3 })
      .toBuffer();

    const { pages, loop } = await sharp(stripWebp(file, 1), { animated: true }).metadata();

    expect({ pages, loop }).toEqual({ pages: 2, loop: 3 });
  });
});
