import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Heap } from '#client/mask/preview/heap.ts';

describe('the heap', () => {
  it('gives keys back in order, each with its value, and then nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50)), (keys) => {
        const heap = new Heap();
        for (const key of keys) heap.push(key, -key);

        const out = keys.map(() => heap.pop());

        expect(out).toEqual(keys.toSorted((a, b) => a - b).map((key) => ({ key, value: -key })));
        expect(heap.pop()).toBeUndefined();
      }),
    );
  });
});
