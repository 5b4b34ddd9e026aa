import { type PolarMap, rays, steps } from './polar.ts';

/** What a contour should look like besides following edges; all in photo pixels by ray. */
export interface Expectation {
  readonly radius: Float32Array;
  /** Cost of a radius that is off by a factor of e; the square of the logarithm counts. */
  readonly stiffness: number;
  /** The contour stays between these. */
  readonly least: Float32Array;
  readonly most: Float32Array;
}

export interface Contour {
  /** By ray, in photo pixels. */
  readonly radii: Float32Array;
  /** Mean cost of a ray; 0 is full support by edges at the expected radius. */
  readonly cost: number;
}

/** An object may be cut by the photo's border, which supports a contour like a medium edge. */
const borderSupport = 0.5;
/** More than a ray could save by passing where it must not. */
const forbidden = 3;
/** Neighbouring rays differ by at most so many steps, at a cost of `bend` times the square. */
const reach = 4;
const bend = 0.05;

/** One and a half turns: the turn in the middle closes, as neither end has a say in it. */
const length = rays * 1.5;
const first = rays / 4;
/** Rows of steps with a margin of `reach` on both sides, which nothing passes. Reused, since allocating is slow. */
const stride = reach + steps + reach;
const reached = new Float32Array(length * stride).fill(Number.POSITIVE_INFINITY);
const costs = new Float32Array(rays * steps);

/** The cheapest closed contour, by dynamic programming around the circle. */
export function closedContour(map: PolarMap, expectation: Expectation): Contour {
  fillCosts(map, expectation);
  reached.set(costs.subarray(0, steps), reach);
  for (let i = 1; i < length; i++) advance(i * stride + reach, (i % rays) * steps);
  const end = reached.subarray((length - 1) * stride + reach, length * stride - reach);
  let step = end.indexOf(Math.min(...end));
  const path = new Int16Array(length);
  for (let i = length - 1; i >= 0; i--) {
    path[i] = step;
    if (i > 0) step = originOf((i - 1) * stride + reach, step);
  }
  const costTo = (i: number) => reached[i * stride + reach + (path[i] ?? 0)] ?? 0;
  const radius = (ray: number) => map.radii[path[first + ((ray + rays - first) % rays)] ?? 0] ?? 0;
  /** Slightly smoothed around the circle. */
  const radii = Float32Array.from(
    { length: rays },
    (_, ray) => (radius(ray + rays - 1) + 2 * radius(ray) + radius(ray + 1)) / 4,
  );
  return { radii, cost: (costTo(first + rays) - costTo(first)) / rays };
}

function fillCosts(map: PolarMap, { radius, stiffness, least, most }: Expectation): void {
  const logs = map.radii.map(Math.log);
  for (let ray = 0; ray < rays; ray++) {
    const expected = Math.log(radius[ray] ?? 1);
    const low = least[ray] ?? 0;
    const high = most[ray] ?? 0;
    for (let step = 0; step < steps; step++) {
      const i = ray * steps + step;
      const at = map.radii[step] ?? 0;
      const support = map.support[i] ?? 0;
      const off = (logs[step] ?? 0) - expected;
      const cost = 1 - (support < 0 ? borderSupport : support) + stiffness * off * off;
      costs[i] = at < low || at > high ? cost + forbidden : cost;
    }
  }
}

/**
 * Fills the row at `row` of `reached` from the one before it. Most of a decode's time is spent here: the nine
 * neighbours slide through variables, two that are equally far off share an addition, and the origins are found
 * later, for the cheapest path alone.
 */
function advance(row: number, at: number): void {
  const before = row - stride;
  let a = reached[before - 4] ?? 0;
  let b = reached[before - 3] ?? 0;
  let c = reached[before - 2] ?? 0;
  let d = reached[before - 1] ?? 0;
  let same = reached[before] ?? 0;
  let e = reached[before + 1] ?? 0;
  let f = reached[before + 2] ?? 0;
  let g = reached[before + 3] ?? 0;
  for (let step = 0; step < steps; step++) {
    const h = reached[before + 4 + step] ?? 0;
    let cheapest = same;
    let other = (d < e ? d : e) + bend;
    if (other < cheapest) cheapest = other;
    other = (c < f ? c : f) + 4 * bend;
    if (other < cheapest) cheapest = other;
    other = (b < g ? b : g) + 9 * bend;
    if (other < cheapest) cheapest = other;
    other = (a < h ? a : h) + 16 * bend;
    if (other < cheapest) cheapest = other;
    reached[row + step] = cheapest + (costs[at + step] ?? 0);
    a = b;
    b = c;
    c = d;
    d = same;
    same = e;
    e = f;
    f = g;
    g = h;
  }
}

/** The step of a row from which the cheapest way to a step of the next came; of several the lowest. */
function originOf(row: number, step: number): number {
  let cheapest = Number.POSITIVE_INFINITY;
  let origin = step;
  for (let off = -reach; off <= reach; off++) {
    const cost = (reached[row + step + off] ?? 0) + bend * off * off;
    if (cost >= cheapest) continue;
    cheapest = cost;
    origin = step + off;
  }
  return origin;
}
