import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evenOrder, reorder } from '#web/viewer/load/even-order.ts';

const bounds = { low: [0, 0, 0], high: [1, 1, 1] };
const places = fc
  .array(fc.float({ min: 0, max: 1, noNaN: true }), { maxLength: 900 })
  .map((values) => Float32Array.from(values.slice(0, values.length - (values.length % 3))));

describe('evenOrder', () => {
  it('contains each point once', () => {
    fc.assert(
      fc.property(places, (positions) => {
        const order = evenOrder(positions, bounds);

        expect(order.toSorted()).toEqual(Uint32Array.from({ length: positions.length / 3 }, (_, i) => i));
      }),
    );
  });

  it('is deterministic', () => {
    fc.assert(
      fc.property(places, (positions) => {
        expect(evenOrder(positions, bounds)).toEqual(evenOrder(positions, bounds));
      }),
    );
  });

  it('starts with an even sample of any length', () => {
    const side = 16;
    const grid = Float32Array.from(
      { length: 3 * side ** 3 },
      (_, i) => (Math.floor(Math.floor(i / 3) / side ** (i % 3)) % side) / (side - 1),
    );
    const order = evenOrder(grid, bounds);
    const octant = (point: number) =>
      [0, 1, 2].reduce((sum, axis) => sum + ((grid[3 * point + axis] ?? 0) > 0.5 ? 2 ** axis : 0), 0);

    fc.assert(
      fc.property(fc.integer({ min: 1, max: order.length }), (count) => {
        const seen = Array<number>(8).fill(0);
        for (const point of order.subarray(0, count)) seen[octant(point)] = (seen[octant(point)] ?? 0) + 1;
        expect(Math.max(...seen) - Math.min(...seen)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('leaves no wide gap in a line of any number of points', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 700 }), fc.integer({ min: 2, max: 700 }), (length, some) => {
        const count = Math.min(length, some);
        const line = Float32Array.from({ length: 3 * length }, (_, i) => (i % 3 === 0 ? i / 3 / length : 0));
        const sample = evenOrder(line, bounds).subarray(0, count).toSorted();

        const gaps = [...sample, length].map((point, i) => point - (sample[i - 1] ?? 0));
        expect(Math.max(...gaps)).toBeLessThanOrEqual((4 * length) / count);
      }),
    );
  });

  it('tolerates NaN', () => {
    const positions = Float32Array.of(Number.NaN, 0, 0, 1, Number.POSITIVE_INFINITY, 1, 0.5, 0.5, 0.5);

    expect(evenOrder(positions, bounds).toSorted()).toEqual(Uint32Array.of(0, 1, 2));
  });

  it('reorders the values of the points', () => {
    const colours = Uint8Array.of(1, 2, 3, 4, 5, 6);

    expect(reorder(colours, Uint32Array.of(1, 0), new Uint8Array(6))).toEqual(
      Uint8Array.of(4, 5, 6, 1, 2, 3),
    );
  });
});
