import type { Click } from '../decoder.ts';
import type { Outline } from './click.ts';
import { clickConstraints } from './constraints.ts';
import { closedContour, radiiOf } from './contour.ts';
import type { Edges } from './edges.ts';
import { direction, type PolarMap, polarMap, rays, steps } from './polar.ts';

/** The rim is expected at this share of the way from beside the object to the span of the clicks on it. */
const rimShare = 0.65;
/**
 * Beside is where a click says so, or this far from the span, in diagonals of the span: less far where no
 * click says anything.
 */
const reach = { told: 0.8, untold: 0.4 };
const stiffness = 1;

/**
 * The outline that several clicks on the object span: they are joined by lines, and the rim is expected
 * somewhat nearer to these than to the clicks beside the object.
 */
export function outlineOfSpan(edges: Edges, inside: readonly Click[], beside: readonly Click[]): Outline {
  const { x, y } = middleOf(inside);
  const map = polarMap(edges, x, y);
  const farthest = (beside.length > 0 ? reach.told : reach.untold) * diagonalOf(inside);
  const span = { inside, beside, farthest };
  const expected = Float32Array.from({ length: rays }, (_, ray) => expectedRadius(map, ray, span));
  const extra = clickConstraints(map, [...inside, ...beside], edges.cell);
  const contour = closedContour(map, { radius: (ray) => expected[ray] ?? 1, stiffness, extra });
  return { x, y, radii: radiiOf(map, contour), score: Math.min(1, Math.max(0, 1 - contour.cost)) };
}

/** Middle of the rectangle around the clicks. */
export function middleOf(clicks: readonly Click[]): { x: number; y: number } {
  const { left, right, top, bottom } = rectangleOf(clicks);
  return { x: (left + right) / 2, y: (top + bottom) / 2 };
}

function diagonalOf(clicks: readonly Click[]): number {
  const { left, right, top, bottom } = rectangleOf(clicks);
  return Math.hypot(right - left, bottom - top);
}

function rectangleOf(clicks: readonly Click[]) {
  const xs = clicks.map(({ x }) => x);
  const ys = clicks.map(({ y }) => y);
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
}

interface Span {
  readonly inside: readonly Click[];
  readonly beside: readonly Click[];
  /** Distance from the span, in pixels, that is taken to be beside the object. */
  readonly farthest: number;
}

/** The farthest place on a ray that is still near enough to the span. */
function expectedRadius(map: PolarMap, ray: number, { inside, beside, farthest }: Span): number {
  const [cos, sin] = direction(ray);
  for (let step = steps - 1; step > 0; step--) {
    if ((map.support[ray * steps + step] ?? 0) < 0) continue;
    const radius = map.radii[step] ?? 0;
    const [x, y] = [map.x + cos * radius, map.y + sin * radius];
    const toSpan = distanceToSpan(x, y, inside);
    const toBeside = Math.min(farthest, ...beside.map((click) => Math.hypot(x - click.x, y - click.y)));
    if (toBeside * (1 - rimShare) >= toSpan * rimShare) return radius;
  }
  return map.radii[0] ?? 1;
}

/** Distance to the nearest of the lines between any two clicks. */
function distanceToSpan(x: number, y: number, clicks: readonly Click[]): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (const [i, a] of clicks.entries())
    for (const b of clicks.slice(i)) nearest = Math.min(nearest, distanceToLine(x, y, a, b));
  return nearest;
}

function distanceToLine(x: number, y: number, a: Click, b: Click): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length2 = dx * dx + dy * dy;
  const along = length2 === 0 ? 0 : ((x - a.x) * dx + (y - a.y) * dy) / length2;
  const share = Math.min(1, Math.max(0, along));
  return Math.hypot(x - a.x - share * dx, y - a.y - share * dy);
}
