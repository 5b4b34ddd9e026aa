import fc from 'fast-check';
import { encode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { maskCoverage } from '#tasks/core/mask/read-mask.ts';
import { chunk, grayPng, rawPng } from '../../support/pictures.ts';

const anyCoverage = { minCoverage: 0, maxCoverage: 100 };
const two = { width: 2, height: 1 };

/** Two pixels, of which the first is selected. */
const spellings: [string, Uint8Array][] = [
  ['gray', grayPng(2, 1, (x) => (x === 0 ? 128 : 127))],
  ['gray of 1 bit', rawPng({ ...two, depth: 1, rows: Buffer.from([0, 0b1000_0000]) })],
  ['gray of 2 bits', rawPng({ ...two, depth: 2, rows: Buffer.from([0, 0b1001_0000]) })],
  ['gray of 4 bits', rawPng({ ...two, depth: 4, rows: Buffer.from([0, 0x87]) })],
  ['gray with alpha', rawPng({ ...two, colour: 4, rows: Buffer.from([0, 255, 255, 255, 0]) })],
  ['RGB', rawPng({ ...two, colour: 2, rows: Buffer.from([0, 255, 255, 255, 255, 0, 0]) })],
  [
    'RGB with alpha',
    rawPng({ ...two, colour: 6, rows: Buffer.from([0, 255, 255, 255, 128, 200, 200, 200, 140]) }),
  ],
  [
    'palette',
    rawPng({
      ...two,
      colour: 3,
      rows: Buffer.from([0, 1, 0]),
      extra: [chunk('PLTE', Buffer.from([0, 0, 0, 255, 255, 255]))],
    }),
  ],
  [
    'palette with alpha',
    rawPng({
      ...two,
      colour: 3,
      rows: Buffer.from([0, 1, 0]),
      extra: [
        chunk('PLTE', Buffer.from([255, 255, 255, 255, 255, 255])),
        chunk('tRNS', Buffer.from([0, 255])),
      ],
    }),
  ],
];

describe('a mask', () => {
  it.each(spellings)('selects the pixels that are brighter than 50% on black: %s', (_, bytes) => {
    expect(maskCoverage(bytes, two, anyCoverage)).toBe(50);
  });

  it('returns its coverage in percent', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 40 }),
        fc.nat(),
        (w, h, seed) => {
          const chosen = 1 + (seed % (w * h));
          const mask = grayPng(w, h, (x, y) => (y * w + x < chosen ? 255 : 0));

          expect(maskCoverage(mask, { width: w, height: h }, anyCoverage)).toBeCloseTo(
            (100 * chosen) / (w * h),
            2,
          );
        },
      ),
    );
  });

  it('is rejected as a decompression bomb before its pixels are inflated', () => {
    const bomb = rawPng({ ...two, rows: new Uint8Array(50_000_000) });

    expect(() => maskCoverage(bomb, two, anyCoverage)).toThrow(/damaged/);
  });

  it('is read without its colour profile, which may be broken or a bomb', () => {
    const broken = chunk('iCCP', Buffer.from('icc\0\0 not deflated', 'latin1'));
    const mask = rawPng({ ...two, rows: Buffer.from([0, 255, 0]), extra: [broken] });

    expect(maskCoverage(mask, two, anyCoverage)).toBe(50);
  });

  it('is rejected when it has fewer pixels than its header says', () => {
    expect(() => maskCoverage(rawPng({ ...two, rows: Buffer.from([0, 255]) }), two, anyCoverage)).toThrow(
      /damaged/,
    );
  });

  it('is rejected when it has palette transparency', () => {
    const key = chunk('tRNS', Buffer.from([0, 255]));

    expect(() =>
      maskCoverage(rawPng({ ...two, rows: Buffer.from([0, 255, 0]), extra: [key] }), two, anyCoverage),
    ).toThrow(expect.objectContaining({ code: 'MaskTransparentColour' }));
  });

  it('is rejected when its filters are invalid', () => {
    const mask = rawPng({ ...two, rows: Buffer.from([9, 255, 0]) });

    expect(() => maskCoverage(mask, two, anyCoverage)).toThrow(/damaged/);
  });

  it('is rejected before decoding when its size differs from the photo’s', () => {
    const huge = rawPng({ width: 100_000, height: 100_000, rows: new Uint8Array(9) });

    expect(() => maskCoverage(huge, two, anyCoverage)).toThrow(
      /100000 × 100000 pixels but the photo is 2 × 1/,
    );
  });

  it('throws only errors with a reason, for any bytes', () => {
    const valid = encode({ width: 8, height: 8, data: new Uint8Array(64).fill(255), channels: 1, depth: 8 });
    fc.assert(
      fc.property(fc.nat(valid.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const bytes = Uint8Array.from(valid, (byte, index) => (index === at ? byte ^ flip : byte));

        expect(() =>
          maskCoverage(bytes, { width: 8, height: 8 }, { minCoverage: 0, maxCoverage: 50 }),
        ).toThrow(expect.objectContaining({ code: expect.stringMatching(/^Mask/) }));
      }),
    );
  });
});
