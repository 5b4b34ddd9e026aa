import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cheapestPath, type Way } from '#client/mask/preview/cheapest-path.ts';
import { rays, steps } from '#client/mask/preview/polar.ts';

/** The same by the book, step by step: what the fast one must not differ from by a bit. */
function byTheBook(costs: Float32Array, from: number, seam?: number): Way {
  let reached = costs.slice(from * steps, (from + 1) * steps);
  if (seam !== undefined)
    reached = reached.map((cost, step) => (step === seam ? cost : Number.POSITIVE_INFINITY));
  const origins: number[][] = [];
  for (let i = 1; i <= rays; i++) {
    const before = reached;
    const origin = Array.from({ length: steps }, (_, step) => cheapestOrigin(before, step));
    reached = Float32Array.from(origin, (other, step) => {
      const cost = costs[((from + i) % rays) * steps + step] ?? 0;
      return wayCost(before, other, step) + cost;
    });
    origins.push(origin);
  }
  const end = seam ?? reached.indexOf(Math.min(...reached));
  const path = new Int16Array(rays + 1).fill(end);
  for (let i = rays; i > 0; i--) path[i - 1] = origins[i - 1]?.[path[i] ?? 0] ?? 0;
  return { path, cost: reached[end] ?? 0 };
}

function wayCost(reached: Float32Array, other: number, step: number): number {
  return (reached[other] ?? 0) + 0.05 * (other - step) * (other - step);
}

function cheapestOrigin(reached: Float32Array, step: number): number {
  let origin = step;
  let cheapest = Number.POSITIVE_INFINITY;
  for (let other = Math.max(0, step - 4); other <= Math.min(steps - 1, step + 4); other++)
    if (wayCost(reached, other, step) < cheapest) {
      origin = other;
      cheapest = wayCost(reached, other, step);
    }
  return origin;
}

/** Costs of all kinds: few different ones, so that many ways cost the same, or any; a valley; forbidden places. */
const costs = fc
  .record({
    values: fc.array(fc.float({ min: 0, max: 3, noNaN: true }), { minLength: 1, maxLength: 400 }),
    valley: fc.record({ at: fc.nat(steps - 1), depth: fc.constantFrom(0, 0.0004, 0.01) }),
    forbidden: fc.record({ from: fc.nat(rays * steps), length: fc.nat(2_000) }),
  })
  .map(({ values, valley, forbidden: { from, length } }) =>
    Float32Array.from({ length: rays * steps }, (_, i) => {
      const off = (i % steps) - valley.at;
      const cost = (values[(i * 7) % values.length] ?? 0) + valley.depth * off * off;
      return i >= from && i < from + length ? cost + 3 : cost;
    }),
  );

describe('the cheapest way around', () => {
  it('is bit for bit the one by the book, open or through a seam', () => {
    fc.assert(
      fc.property(
        costs,
        fc.nat(rays - 1),
        fc.option(fc.nat(steps - 1), { nil: undefined }),
        (all, from, seam) => {
          expect(cheapestPath(all, from, seam)).toEqual(byTheBook(all, from, seam));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('follows a ditch', () => {
    const ditch = Array.from(
      { length: rays },
      (_, ray) => 80 + Math.round(30 * Math.sin((2 * Math.PI * ray) / rays)),
    );
    const all = Float32Array.from({ length: rays * steps }, (_, i) =>
      i % steps === ditch[Math.floor(i / steps)] ? 0 : 1,
    );

    expect([...cheapestPath(all, 0).path]).toEqual([...ditch, ditch[0]]);
  });
});
