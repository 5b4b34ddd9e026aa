import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Gen3dError } from '#tasks/core/errors.ts';
import { readPhoto } from '#tasks/core/photo/read-photo.ts';
import { chunk, exifBlock, rawJpeg, rawPng, segment } from '../../support/pictures.ts';

const limits = { minSide: 64, maxPixels: 40_000_000 };
const side = fc.integer({ min: 64, max: 6_000 });
const orientation = fc.integer({ min: 1, max: 8 });
const codeOf = (read: () => unknown): string => {
  try {
    read();
  } catch (error) {
    if (error instanceof Gen3dError) return error.code;
    throw error;
  }
  return 'accepted';
};
const upright = (width: number, height: number, turned: number) =>
  turned >= 5 ? { width: height, height: width } : { width, height };

describe('a JPEG', () => {
  it('has the upright size of its frame, with any bytes before and after', () => {
    fc.assert(
      fc.property(
        side,
        side,
        orientation,
        fc.boolean(),
        fc.uint8Array({ maxLength: 300 }),
        (w, h, turn, little, noise) => {
          const jpeg = rawJpeg({ width: w, height: h, exif: exifBlock(turn, little) });
          const before = Buffer.concat([
            jpeg.subarray(0, 2),
            segment(0xfe, Buffer.from(noise)),
            jpeg.subarray(2),
          ]);

          const facts = readPhoto(Buffer.concat([before, Buffer.from(noise)]), 'jpeg', limits);

          expect(facts).toEqual({ format: 'jpeg', orientation: turn, ...upright(w, h, turn) });
        },
      ),
    );
  });

  it.each([
    ['stuffed bytes and restarts', [1, 0xff, 0x00, 2, 0xff, 0xd0, 3, 0xff, 0xd7, 4]],
    ['fill bytes before EOI', [1, 0xff, 0xff]],
  ])('may have %s between its pixels', (_, scan) => {
    expect(codeOf(() => readPhoto(rawJpeg({ width: 64, height: 64, scan }), 'jpeg', limits))).toBe(
      'accepted',
    );
  });

  it('is reported as truncated wherever it is cut', () => {
    const jpeg = rawJpeg({ width: 64, height: 64, exif: exifBlock(1) });
    for (let length = 3; length < jpeg.length; length += 1) {
      expect(codeOf(() => readPhoto(jpeg.subarray(0, length), 'jpeg', limits))).toBe('PhotoTruncated');
    }
  });

  it.each([
    ['CMYK', rawJpeg({ width: 64, height: 64, channels: 4 }), 'PhotoNotRgb'],
    ['12 bits per sample', rawJpeg({ width: 64, height: 64, depth: 12, frame: 0xc1 }), 'PhotoBitDepth'],
    ['lossless', rawJpeg({ width: 64, height: 64, frame: 0xc3 }), 'PhotoEncodingUnsupported'],
    ['arithmetic', rawJpeg({ width: 64, height: 64, frame: 0xc9 }), 'PhotoEncodingUnsupported'],
    ['no height', rawJpeg({ width: 64, height: 0 }), 'PhotoDamaged'],
    ['named PNG', rawJpeg({ width: 64, height: 64 }), 'PhotoExtensionWrong'],
    ['gray', rawJpeg({ width: 64, height: 64, channels: 1 }), 'accepted'],
    ['progressive', rawJpeg({ width: 64, height: 64, frame: 0xc2 }), 'accepted'],
    ['too small', rawJpeg({ width: 63, height: 640 }), 'PhotoTooSmall'],
    ['too many pixels', rawJpeg({ width: 40_000, height: 1_001 }), 'PhotoTooManyPixels'],
  ])('is accepted or rejected by its kind: %s', (kind, bytes, code) => {
    expect(codeOf(() => readPhoto(bytes, kind === 'named PNG' ? 'png' : 'jpeg', limits))).toBe(code);
  });
});

describe('a PNG', () => {
  it('has the upright size of its header', () => {
    fc.assert(
      fc.property(side, side, orientation, (width, height, turn) => {
        const exif = chunk('eXIf', exifBlock(turn));
        const png = rawPng({ width, height, rows: new Uint8Array(9), extra: [exif] });

        expect(readPhoto(png, 'png', limits)).toEqual({
          format: 'png',
          orientation: turn,
          ...upright(width, height, turn),
        });
      }),
    );
  });

  it('is rejected wherever it is cut', () => {
    const png = rawPng({ width: 64, height: 64 });
    for (let length = 8; length < png.length; length += 1) {
      expect(codeOf(() => readPhoto(png.subarray(0, length), 'png', limits))).toBe('PhotoTruncated');
    }
  });

  it('is rejected when any byte after the signature changes', () => {
    const png = rawPng({ width: 64, height: 64 });
    fc.assert(
      fc.property(
        fc.integer({ min: 8, max: png.length - 5 }),
        fc.integer({ min: 1, max: 255 }),
        (at, flip) => {
          const damaged = Buffer.from(png);
          damaged.writeUInt8(png.readUInt8(at) ^ flip, at);

          expect(codeOf(() => readPhoto(damaged, 'png', limits))).toMatch(/^Photo/);
        },
      ),
    );
  });

  it.each([
    ['16 bits per sample', rawPng({ width: 64, height: 64, depth: 16 }), 'PhotoBitDepth'],
    ['animated', rawPng({ width: 64, height: 64, extra: [chunk('acTL', Buffer.alloc(8))] }), 'PhotoAnimated'],
    [
      'palette',
      rawPng({ width: 64, height: 64, colour: 3, extra: [chunk('PLTE', Buffer.alloc(3))] }),
      'accepted',
    ],
    ['with alpha', rawPng({ width: 64, height: 64, colour: 6 }), 'accepted'],
    ['unknown colour type', rawPng({ width: 64, height: 64, colour: 5 }), 'PhotoDamaged'],
    [
      'depth that its colour type does not allow',
      rawPng({ width: 64, height: 64, colour: 2, depth: 4 }),
      'PhotoDamaged',
    ],
    ['empty', rawPng({ width: 0, height: 64 }), 'PhotoDamaged'],
    ['a bomb', rawPng({ width: 65_000, height: 65_000, rows: new Uint8Array(9) }), 'PhotoTooManyPixels'],
  ])('is accepted or rejected by its kind: %s', (_, bytes, code) => {
    expect(codeOf(() => readPhoto(bytes, 'png', limits))).toBe(code);
  });
});

it('throws only errors with a reason, for any bytes', () => {
  const starts = [[], [0xff, 0xd8, 0xff], [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]].map((b) =>
    Buffer.from(b),
  );
  fc.assert(
    fc.property(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 200 }), (start, noise) => {
      const code = codeOf(() => readPhoto(Buffer.concat([start, noise]), 'jpeg', limits));

      expect(code).toMatch(/^Photo/);
    }),
    { numRuns: 1_000 },
  );
});

it('treats an invalid orientation as upright', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (noise) => {
      const exif = Buffer.concat([Buffer.from('MM\0*', 'latin1'), noise]);
      const facts = readPhoto(rawJpeg({ width: 70, height: 64, exif }), 'jpeg', limits);

      expect(facts.orientation).toBeGreaterThanOrEqual(1);
      expect(facts.orientation).toBeLessThanOrEqual(8);
    }),
  );
});
