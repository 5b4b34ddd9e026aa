import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scaledSize } from '#web/photo/scaled-size.ts';

const limits = { maxPixels: 256_000_000, minSide: 64 };

describe('scaledSize', () => {
  it.each([
    ['a landscape', { width: 20_000, height: 15_000 }, { width: 4_096, height: 3_072 }],
    ['a portrait', { width: 15_000, height: 20_000 }, { width: 3_072, height: 4_096 }],
    ['a square', { width: 20_000, height: 20_000 }, { width: 4_096, height: 4_096 }],
    ['a strip', { width: 90_000, height: 3_000 }, { width: 4_096, height: 136 }],
    ['a photo with few pixels', { width: 2_000, height: 1_000 }, { width: 2_000, height: 1_000 }],
  ])('fits %s into 4,096 pixels a side', (_, size, expected) => {
    expect(scaledSize(size, limits)).toEqual(expected);
  });

  it('keeps the short side of a thin strip within the limits', () => {
    expect(scaledSize({ width: 100_000, height: 1_000 }, { ...limits, minSide: 128 })).toEqual({
      width: 12_800,
      height: 128,
    });
  });

  it('never exceeds the pixels of the site, nor those of a canvas on iOS', () => {
    const side = fc.integer({ min: 64, max: 100_000 });
    fc.assert(
      fc.property(
        side,
        side,
        fc.integer({ min: 1_000_000, max: 300_000_000 }),
        (width, height, maxPixels) => {
          fc.pre(Math.max(width, height) <= 30 * Math.min(width, height));

          const size = scaledSize({ width, height }, { maxPixels, minSide: 64 });

          expect(size.width * size.height).toBeLessThanOrEqual(Math.min(maxPixels, 16_777_216));
          expect(size.width).toBeLessThanOrEqual(width);
          // The sides are rounded down, each by less than a pixel.
          expect(Math.abs(size.height - (size.width * height) / width)).toBeLessThanOrEqual(
            1 + height / width,
          );
        },
      ),
    );
  });
});
