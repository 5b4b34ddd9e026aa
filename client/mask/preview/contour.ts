import { cheapestPath } from './cheapest-path.ts';
import { type PolarMap, rays, steps } from './polar.ts';

/** A closed contour around the centre of a polar map: one step of each ray. */
export interface Contour {
  readonly path: Int16Array;
  /** Mean cost of a ray; 0 were full support everywhere at the expected radius. */
  readonly cost: number;
}

/** What a contour should look like besides following edges. */
export interface Expectation {
  /** Expected radius of each ray, in photo pixels. */
  readonly radius: (ray: number) => number;
  /** Cost of being off by a factor e, squared for more. */
  readonly stiffness: number;
  /** Extra cost by ray and step: where the contour must not pass. */
  readonly extra?: Float32Array;
}

/** An object may be cut by the photo's border: worth as much as a middling edge. */
const borderSupport = 0.5;
/** By ray and step, for one contour at a time: to ask for fresh memory at each costs more than to fill it. */
const costs = new Float32Array(rays * steps);

/**
 * The cheapest closed contour, by dynamic programming around the circle in two passes: the first finds a
 * ray's step far from the seam, the second starts and ends there.
 */
export function closedContour(map: PolarMap, expectation: Expectation): Contour {
  fillCosts(map, expectation);
  const half = rays / 2;
  const open = cheapestPath(costs, 0);
  const closed = cheapestPath(costs, half, open.path[half] ?? 0);
  const path = new Int16Array(rays);
  for (let i = 0; i < rays; i++) path[(i + half) % rays] = closed.path[i] ?? 0;
  return { path, cost: closed.cost / rays };
}

/** Radii of a contour in photo pixels, slightly smoothed around the circle. */
export function radiiOf(map: PolarMap, { path }: Contour): Float32Array {
  const radius = (ray: number) => map.radii[path[(ray + rays) % rays] ?? 0] ?? 0;
  return Float32Array.from(
    { length: rays },
    (_, ray) => (radius(ray - 1) + 2 * radius(ray) + radius(ray + 1)) / 4,
  );
}

function fillCosts(map: PolarMap, { radius, stiffness, extra }: Expectation): void {
  const logs = map.radii.map(Math.log);
  const offCosts = new Float64Array(steps);
  let expected = Number.NaN;
  for (let ray = 0; ray < rays; ray++) {
    const before = expected;
    expected = Math.log(radius(ray));
    if (expected !== before)
      for (let step = 0; step < steps; step++) {
        const off = (logs[step] ?? 0) - expected;
        offCosts[step] = stiffness * off * off;
      }
    for (let step = 0; step < steps; step++) {
      const i = ray * steps + step;
      const support = map.support[i] ?? 0;
      costs[i] = 1 - (support < 0 ? borderSupport : support) + (offCosts[step] ?? 0) + (extra?.[i] ?? 0);
    }
  }
}
