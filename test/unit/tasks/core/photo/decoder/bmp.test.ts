import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBmp } from '#tasks/core/photo/decoder/bmp/decode.ts';
import { DecodeError } from '#tasks/core/photo/decoder/fault.ts';
import { bmp, bmp24 } from '../support/bmp.ts';

const decoded = (file: Uint8Array) => [...decodeBmp(file, 4_096).data];
const gray = (...values: number[]) => values.flatMap((value) => [value, value, value]);
/** Colours of a palette, in grays. */
const palette = (...values: number[]) => Uint8Array.from(values.flatMap((value) => [value, value, value, 0]));
const full = (size: number) => palette(...Array.from({ length: size }, (_, at) => at));

describe('a BMP', () => {
  it('has the pixels that were stored', () => {
    const shapes = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }));
    const pictures = shapes.chain(([width, height]) =>
      fc
        .uint8Array({ minLength: width * height * 3, maxLength: width * height * 3 })
        .map((rgb) => ({ width, height, rgb })),
    );
    fc.assert(
      fc.property(pictures, ({ width, height, rgb }) => {
        expect(decoded(bmp24(rgb, width, height))).toEqual([...rgb]);
      }),
    );
  });

  it.each([
    ['1 bit', { bits: 1, between: palette(9, 200) }, [0b10100000, 0, 0, 0], gray(200, 9, 200)],
    ['4 bits', { bits: 4, between: full(16) }, [0x12, 0x30, 0, 0], gray(1, 2, 3)],
    ['8 bits', { bits: 8, between: full(256) }, [7, 8, 9, 0], gray(7, 8, 9)],
    ['15 bits', { bits: 16 }, [0xff, 0x7f, 0, 0, 0, 0x7c, 0, 0], [255, 255, 255, 0, 0, 0, 255, 0, 0]],
    ['32 bits', { bits: 32 }, [1, 2, 3, 0, 4, 5, 6, 0, 7, 8, 9, 0], [3, 2, 1, 6, 5, 4, 9, 8, 7]],
    ['runs of 8 bits', { bits: 8, compression: 1, between: full(256) }, [2, 7, 0, 0, 0, 1], gray(7, 7, 0)],
    ['runs of 4 bits', { bits: 4, compression: 2, between: full(16) }, [3, 0x5a, 0, 1], gray(5, 10, 5)],
    [
      'pixels between runs',
      { bits: 8, compression: 1, between: full(256) },
      [0, 3, 4, 5, 6, 0, 0, 1],
      gray(4, 5, 6),
    ],
    ['a jump', { bits: 8, compression: 1, between: full(256) }, [0, 2, 2, 0, 1, 9, 0, 1], gray(0, 0, 9)],
  ])('of %s', (_name, shape, pixels, expected) => {
    expect(decoded(bmp({ width: 3, height: 1, ...shape }, Uint8Array.from(pixels)))).toEqual(expected);
  });

  it('has the masks of its header', () => {
    const between = Buffer.alloc(12);
    [0xf800, 0x7e0, 0x1f].forEach((mask, index) => {
      between.writeUInt32LE(mask, index * 4);
    });
    const file = bmp(
      { width: 1, height: 1, bits: 16, compression: 3, between },
      Uint8Array.of(0xe0, 0x07, 0, 0),
    );

    expect(decoded(file)).toEqual([0, 255, 0]);
  });

  it.each([
    ['transparency', 90, 4],
    ['no transparency where all of it is 0', 0, 3],
  ])('with masks for it has %s', (_name, alpha, bands) => {
    const file = bmp(
      { width: 1, height: 1, bits: 32, compression: 3, headerBytes: 124 },
      Uint8Array.of(1, 2, 3, alpha),
    );
    [0xff0000, 0xff00, 0xff, 0xff000000].forEach((mask, index) => {
      file.writeUInt32LE(mask, 54 + index * 4);
    });

    expect(decodeBmp(file, 4_096)).toMatchObject({ bands });
    expect(decoded(file)).toEqual([3, 2, 1, ...(alpha === 0 ? [] : [alpha])]);
  });

  it('runs from top to bottom when its height is negative', () => {
    const rows = Uint8Array.of(1, 1, 1, 0, 2, 2, 2, 0);

    expect(decoded(bmp({ width: 1, height: -2, bits: 24 }, rows))).toEqual(gray(1, 2));
    expect(decoded(bmp({ width: 1, height: 2, bits: 24 }, rows))).toEqual(gray(2, 1));
  });

  it('may be as OS/2 wrote it', () => {
    const between = Uint8Array.of(1, 1, 1, 2, 2, 2);

    expect(
      decoded(bmp({ width: 2, height: 1, bits: 1, between, headerBytes: 12 }, Uint8Array.of(0x40, 0, 0, 0))),
    ).toEqual(gray(1, 2));
  });

  it('ends as an error of its own when it is cut anywhere', () => {
    const file = bmp(
      { width: 3, height: 1, bits: 8, compression: 1, between: full(256) },
      Uint8Array.of(2, 7, 1, 8),
    );

    fc.assert(
      fc.property(fc.integer({ min: 54, max: file.length - 1 }), (length) => {
        expect(() => decodeBmp(file.subarray(0, length), 4_096)).toThrow(DecodeError);
      }),
    );
  });
});
