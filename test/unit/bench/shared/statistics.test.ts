import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { median, quantile, sum } from '../../../../bench/shared/statistics.ts';

const values = fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 50 });

describe('quantile', () => {
  it('is one of the values and is not exceeded by that share of them', () => {
    fc.assert(
      fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (all, share) => {
        const found = quantile(all, share);

        expect(all).toContain(found);
        expect(all.filter((value) => value <= found).length).toBeGreaterThanOrEqual(all.length * share);
      }),
    );
  });

  it('does not depend on the order', () => {
    expect(quantile([5, 1, 4, 2, 3], 0.8)).toBe(4);
    expect(median([9, 1, 5])).toBe(5);
  });

  it('is NaN for an empty list', () => {
    expect(median([])).toBeNaN();
  });
});

describe('sum', () => {
  it('is zero for an empty list', () => {
    expect(sum([])).toBe(0);
    expect(sum([1, 2, 3])).toBe(6);
  });
});
