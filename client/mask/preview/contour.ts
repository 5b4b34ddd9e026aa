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

/** Neighbouring rays differ by at most so many steps, at this cost times their square. */
const reach = 4;
const bend = 0.05;
const bends = Float64Array.from({ length: reach + 1 }, (_, off) => bend * off * off);
const [, , bend2 = 0, bend3 = 0, bend4 = 0] = bends;
/** An object may be cut by the photo's border: worth as much as a middling edge. */
const borderSupport = 0.5;

/** Cost of the cheapest way to each step, ray after ray; no way leads to the margins beside the steps. */
const margin = reach;
const stride = steps + 2 * margin;
const reached = new Float32Array((rays + 1) * stride).fill(Number.POSITIVE_INFINITY);

/**
 * The cheapest closed contour, by dynamic programming around the circle in two passes: the first finds a
 * ray's step far from the seam, the second starts and ends there.
 */
export function closedContour(map: PolarMap, expectation: Expectation): Contour {
  const costs = costsOf(map, expectation);
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

function costsOf(map: PolarMap, { radius, stiffness, extra }: Expectation): Float32Array {
  const costs = new Float32Array(rays * steps);
  const logs = map.radii.map(Math.log);
  for (let ray = 0; ray < rays; ray++) {
    const expected = Math.log(radius(ray));
    for (let step = 0; step < steps; step++) {
      const i = ray * steps + step;
      const support = map.support[i] ?? 0;
      const off = (logs[step] ?? 0) - expected;
      costs[i] = 1 - (support < 0 ? borderSupport : support) + stiffness * off * off + (extra?.[i] ?? 0);
    }
  }
  return costs;
}

/** Once around from a ray; with `seam` given, starting and ending at that step. */
function cheapestPath(costs: Float32Array, from: number, seam?: number): { path: Int16Array; cost: number } {
  for (let step = 0; step < steps; step++)
    reached[margin + step] =
      seam === undefined || step === seam ? (costs[from * steps + step] ?? 0) : Number.POSITIVE_INFINITY;
  for (let i = 1; i <= rays; i++) advance((i - 1) * stride, costs, ((from + i) % rays) * steps);
  const last = reached.subarray(rays * stride + margin, rays * stride + margin + steps);
  const end = seam ?? last.indexOf(Math.min(...last));
  const path = new Int16Array(rays + 1);
  path[rays] = end;
  for (let i = rays; i > 0; i--) path[i - 1] = originOf((i - 1) * stride, path[i] ?? 0);
  return { path, cost: last[end] ?? 0 };
}

/**
 * Goes on by a ray: the cheapest way to each of its steps from those of the ray before, at `from` in `reached`.
 * Nearly all of a decode's time goes by here: nine neighbours slide through variables, those as far off to either
 * side share an addition, and where the way came from is found afterwards, for the cheapest alone.
 */
function advance(from: number, costs: Float32Array, at: number): void {
  let a = reached[from] ?? 0;
  let b = reached[from + 1] ?? 0;
  let c = reached[from + 2] ?? 0;
  let d = reached[from + 3] ?? 0;
  let same = reached[from + 4] ?? 0;
  let e = reached[from + 5] ?? 0;
  let f = reached[from + 6] ?? 0;
  let g = reached[from + 7] ?? 0;
  for (let step = 0; step < steps; step++) {
    const h = reached[from + 2 * reach + step] ?? 0;
    let cheapest = same;
    let other = (d < e ? d : e) + bend;
    if (other < cheapest) cheapest = other;
    other = (c < f ? c : f) + bend2;
    if (other < cheapest) cheapest = other;
    other = (b < g ? b : g) + bend3;
    if (other < cheapest) cheapest = other;
    other = (a < h ? a : h) + bend4;
    if (other < cheapest) cheapest = other;
    reached[from + stride + reach + step] = cheapest + (costs[at + step] ?? 0);
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

/** The step from which the way to a step of the next ray came; of several the lowest. */
function originOf(from: number, step: number): number {
  let cheapest = Number.POSITIVE_INFINITY;
  let origin = step;
  for (let other = step - reach; other <= step + reach; other++) {
    const cost = (reached[from + margin + other] ?? 0) + (bends[Math.abs(other - step)] ?? 0);
    if (cost < cheapest) {
      cheapest = cost;
      origin = other;
    }
  }
  return origin;
}
