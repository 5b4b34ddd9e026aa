import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exifBlock } from '#test/unit/tasks/support/pictures.ts';
import { riff, riffChunk, text, u16le, u32le } from './support/containers.ts';
import { codesWhenCut, inspected, orientation, side } from './support/inspection.ts';

const lossy = (width: number, height: number) =>
  riffChunk(
    'VP8 ',
    Buffer.concat([Buffer.from([0x30, 0, 0, 0x9d, 1, 0x2a]), u16le(width, height), text('pixels')]),
  );
const lossless = (width: number, height: number) =>
  riffChunk(
    'VP8L',
    Buffer.concat([Buffer.from([0x2f]), u32le((width - 1) | ((height - 1) << 14)), text('pixels')]),
  );
const extended = (width: number, height: number, flags = 0) => {
  const body = Buffer.alloc(10);
  body[0] = flags;
  body.writeUIntLE(width - 1, 4, 3);
  body.writeUIntLE(height - 1, 7, 3);
  return riffChunk('VP8X', body);
};

describe('a WebP', () => {
  it.each([
    ['lossy', lossy],
    ['lossless', lossless],
    ['extended', extended],
  ])('has the size in its first chunk: %s', (_, first) => {
    fc.assert(
      fc.property(side, side, (width, height) => {
        const webp = riff(first(width, height));

        expect(inspected(webp)).toEqual({ format: 'webp', width, height, orientation: 1 });
      }),
    );
  });

  it('has the orientation of its EXIF chunk, with or without the name of EXIF in front', () => {
    fc.assert(
      fc.property(orientation, fc.boolean(), fc.boolean(), (turn, little, named) => {
        const exif = Buffer.concat([text(named ? 'Exif\0\0' : ''), exifBlock(turn, little)]);
        const webp = riff(extended(70, 64, 8), lossy(70, 64), riffChunk('EXIF', exif));

        expect(inspected(webp)).toMatchObject({ width: 70, height: 64, orientation: turn });
      }),
    );
  });

  it('has the size of its canvas when it is animated', () => {
    const frame = riffChunk('ANMF', Buffer.concat([Buffer.alloc(16), lossy(16, 16)]));

    expect(inspected(riff(extended(70, 64, 2), riffChunk('ANIM', Buffer.alloc(6)), frame))).toMatchObject({
      width: 70,
      height: 64,
    });
  });

  it('is incomplete wherever it is cut', () => {
    const webp = riff(lossy(70, 64), riffChunk('XMP ', text('anything!')));

    expect(codesWhenCut(webp, 12, webp.length - 1)).toEqual(new Set(['PhotoTruncated']));
  });

  it.each([
    ['no picture at its start', riff(riffChunk('ANIM', Buffer.alloc(6)))],
    ['no start code', riff(riffChunk('VP8 ', Buffer.alloc(16)))],
    ['no width', riff(lossy(0, 64))],
  ])('is damaged with %s', (_, webp) => {
    expect(inspected(webp)).toBe('PhotoDamaged');
  });
});
