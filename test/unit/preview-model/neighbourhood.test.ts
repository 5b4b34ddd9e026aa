import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Neighbourhood } from '#local/preview-model/solid/neighbourhood.ts';
import { seededRandom } from '#local/preview-model/solid/random.ts';
import { scatter } from '#local/preview-model/solid/scatter.ts';

const extent = 20;
const place = fc.double({ min: 0, max: extent, noNaN: true }).map(Math.fround);
const point = fc.tuple(place, place, place);

describe('a neighbourhood', () => {
  it('knows as well as looking at every point', () => {
    fc.assert(
      fc.property(
        fc.array(point),
        point,
        fc.double({ min: 0, max: 3, noNaN: true }),
        (points, [x, y, z], distance) => {
          const neighbourhood = new Neighbourhood(points.length, extent, 3);
          for (const [px, py, pz] of points) neighbourhood.add(px, py, pz);

          const near = points.some(
            ([px, py, pz]) => (px - x) ** 2 + (py - y) ** 2 + (pz - z) ** 2 < distance ** 2,
          );
          expect(neighbourhood.hasNear(x, y, z, distance)).toBe(near);
        },
      ),
    );
  });

  it('keeps its squares to a bearable number for tiny distances', () => {
    const neighbourhood = new Neighbourhood(2, 1000, 1e-9);
    neighbourhood.add(999, 999, 0);

    expect(neighbourhood.hasNear(999, 999, 1e-10, 1e-9)).toBe(true);
    expect(neighbourhood.hasNear(999, 998, 0, 1e-9)).toBe(false);
  });
});

describe('scattered points', () => {
  it('keep a distance and lie on the surface', () => {
    const square = {
      corners: Float32Array.of(0, 0, 1, 10, 0, 1, 0, 10, 1, 10, 0, 1, 10, 10, 1, 0, 10, 1),
      triangles: 2,
      extent: 10,
    };

    const points = scatter(square, 400, seededRandom(5));

    const all = Array.from({ length: 400 }, (_, i) => Array.from(points.subarray(3 * i, 3 * i + 3)));
    const spacing = Math.sqrt(100 / 400);
    for (const [i, [x = 0, y = 0, z]] of all.entries()) {
      expect(z).toBeCloseTo(1, 5);
      const others = all.filter((_, other) => other !== i).map(([u = 0, v = 0]) => Math.hypot(u - x, v - y));
      expect(Math.min(...others)).toBeGreaterThan(0.6 * spacing);
      expect(Math.min(...others)).toBeLessThan(1.5 * spacing);
    }
  });
});
