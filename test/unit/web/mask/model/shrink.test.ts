import { describe, expect, it } from 'vitest';
import type { Mask } from '#client/mask/index.ts';
import { shrink } from '#web/mask/model/shrink.ts';

/** A mask of 8 × 8 pixels whose columns from `from` on are selected. */
function rightOf(from: number): Mask {
  return { width: 8, height: 8, data: Uint8Array.from({ length: 64 }, (_, i) => (i % 8 >= from ? 255 : 0)) };
}

describe('shrink', () => {
  it('keeps pixels away from the edge fully selected or empty', () => {
    expect([...shrink(rightOf(4), { width: 4, height: 2 })]).toEqual([0, 0, 255, 255, 0, 0, 255, 255]);
  });

  it('selects a pixel on the edge in part', () => {
    expect([...shrink(rightOf(5), { width: 4, height: 1 })]).toEqual([0, 0, 127, 255]);
  });

  it('keeps the same size', () => {
    const mask = rightOf(3);

    expect(shrink(mask, mask)).toEqual(mask.data);
  });

  it('enlarges a mask', () => {
    expect([
      ...shrink({ width: 2, height: 1, data: Uint8Array.of(0, 255) }, { width: 4, height: 1 }),
    ]).toEqual([0, 0, 255, 255]);
  });
});
