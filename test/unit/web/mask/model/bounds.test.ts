import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Mask } from '#client/mask/index.ts';
import { boundsOf, union } from '#web/mask/model/bounds.ts';

const masks: fc.Arbitrary<Mask> = fc
  .record({ width: fc.integer({ min: 1, max: 12 }), height: fc.integer({ min: 1, max: 12 }) })
  .chain((size) => {
    const pixels = { minLength: size.width * size.height, maxLength: size.width * size.height };
    const pixel = fc.oneof(
      { weight: 9, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.constant(255) },
    );
    return fc.array(pixel, pixels).map((data) => ({ ...size, data: Uint8Array.from(data) }));
  });

describe('the bounds of a mask', () => {
  it('are the smallest rectangle around the selection', () => {
    fc.assert(
      fc.property(masks, (mask) => {
        const pixels = Array.from(mask.data.keys()).filter((i) => mask.data[i] === 255);
        const [xs, ys] = [pixels.map((i) => i % mask.width), pixels.map((i) => Math.floor(i / mask.width))];

        const bounds = boundsOf(mask);

        if (pixels.length === 0)
          expect([bounds.right - bounds.left, bounds.bottom - bounds.top]).toEqual([0, 0]);
        else
          expect(bounds).toEqual({
            left: Math.min(...xs),
            top: Math.min(...ys),
            right: Math.max(...xs) + 1,
            bottom: Math.max(...ys) + 1,
          });
      }),
    );
  });

  it('of two masks contain both', () => {
    const [a, b] = [
      { left: 2, top: 3, right: 4, bottom: 9 },
      { left: 0, top: 5, right: 3, bottom: 20 },
    ];

    expect(union(a, b)).toEqual({ left: 0, top: 3, right: 4, bottom: 20 });
  });
});
