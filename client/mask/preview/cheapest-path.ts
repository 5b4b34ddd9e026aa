import { rays, steps } from './polar.ts';

/** A way once around: a step of each ray, the first one twice. */
export interface Way {
  readonly path: Int16Array;
  readonly cost: number;
}

/** Neighbouring rays differ by at most so many steps, at this cost times their square. */
const reach = 4;
const bend = 0.05;
const bends = Float64Array.from({ length: reach + 1 }, (_, off) => bend * off * off);
const [, bend1 = 0, bend2 = 0, bend3 = 0, bend4 = 0] = bends;

/** Cost of the cheapest way to each step, ray after ray. Nothing comes from the margins beside the steps. */
const stride = reach + steps + reach;
const reached = new Float32Array((rays + 1) * stride).fill(Number.POSITIVE_INFINITY);

/**
 * The cheapest way once around from a ray; with `seam` given, starting and ending at that step.
 * @param costs by ray and step
 */
export function cheapestPath(costs: Float32Array, from: number, seam?: number): Way {
  const [start, end] = [reached.subarray(reach, reach + steps), reached.subarray(rays * stride + reach)];
  start.set(costs.subarray(from * steps, (from + 1) * steps));
  if (seam !== undefined)
    start.fill(Number.POSITIVE_INFINITY, 0, seam).fill(Number.POSITIVE_INFINITY, seam + 1);
  for (let i = 0; i < rays; i++) advance(i * stride, costs, ((from + i + 1) % rays) * steps);
  const path = new Int16Array(rays + 1);
  path[rays] = seam ?? end.indexOf(Math.min(...end));
  for (let i = rays; i > 0; i--) path[i - 1] = originOf((i - 1) * stride, path[i] ?? 0);
  return { path, cost: end[path[rays] ?? 0] ?? 0 };
}

/**
 * Goes on by a ray, from the row that begins at `row` in `reached` to the one after it. Most of a decode's time
 * goes by here: the nine neighbours slide through variables, two that are as far off share an addition, and
 * where a way came from is found afterwards, for the cheapest alone.
 * @param at where the costs of the next ray begin
 */
function advance(row: number, costs: Float32Array, at: number): void {
  let a = reached[row] ?? 0;
  let b = reached[row + 1] ?? 0;
  let c = reached[row + 2] ?? 0;
  let d = reached[row + 3] ?? 0;
  let same = reached[row + 4] ?? 0;
  let e = reached[row + 5] ?? 0;
  let f = reached[row + 6] ?? 0;
  let g = reached[row + 7] ?? 0;
  for (let step = 0; step < steps; step++) {
    const h = reached[row + 8 + step] ?? 0;
    let cheapest = same;
    let other = (d < e ? d : e) + bend1;
    if (other < cheapest) cheapest = other;
    other = (c < f ? c : f) + bend2;
    if (other < cheapest) cheapest = other;
    other = (b < g ? b : g) + bend3;
    if (other < cheapest) cheapest = other;
    other = (a < h ? a : h) + bend4;
    if (other < cheapest) cheapest = other;
    reached[row + stride + reach + step] = cheapest + (costs[at + step] ?? 0);
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
  for (let other = step - reach; other <= step + reach; other++) {
    const cost = (reached[row + reach + other] ?? 0) + (bends[Math.abs(other - step)] ?? 0);
    if (cost < cheapest) {
      cheapest = cost;
      origin = other;
    }
  }
  return origin;
}
