import type { Box, Click } from '#contracts/mask-decoder.ts';
import { closedContour, type Expectation } from './contour.ts';
import type { Edges } from './edges.ts';
import { direction, type PolarMap, polarMap, rays, steps } from './polar.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A closed contour around a centre: its radius at each ray in photo pixels, and its score, 0 to 1. */
export interface Outline extends Point {
  readonly radii: Float32Array;
  readonly score: number;
}

/** Sizes tried around a click: shares of the way to the farthest corner. */
const [smallest, largest] = [0.04, 0.6];
/**
 * Stiff outlines stay about round and about their size, the shape that most objects have around a click on their
 * middle. Loose ones follow edges anywhere, so they need better support by `handicap`.
 */
const kinds = [
  { stiffness: 3, growth: 1.12, handicap: 0 },
  { stiffness: 0.15, growth: 1.3, handicap: 0.14 },
];
/** Of two outlines with the same support the larger is the object, the smaller a part: per factor of e. */
const sizeBonus = 0.1;
/** The contour keeps so many cells away from a click, and heeds it for so many cells to either side. */
const clearance = 3;
const breadth = 3.5;
/** Objects fill about this much of the ellipse that touches the box, and leave it by no more than the slack. */
const fill = 0.97;
const slack = 1.03;
/** The rim is expected at this share of the way from the clicks beside the object to the span of those on it. */
const rimShare = 0.65;
/** How far from the span is beside the object, in diagonals of the span: where clicks say so, and where none does. */
const farthest = { clicked: 0.8, guessed: 0.4 };

/** Outlines of each kind and size around a point, the best first. */
export function outlinesAround(edges: Edges, { x, y }: Point, clicks: readonly Click[] = []): Outline[] {
  const map = polarMap(edges, x, y);
  const longest = map.radii.at(-1) ?? 1;
  const limits = limitsOf(map, clicks, edges.cell);
  const outlines: Outline[] = [];
  for (const { stiffness, growth, handicap } of kinds)
    for (let size = smallest; size <= largest; size *= growth) {
      const radius = new Float32Array(rays).fill(size * longest);
      const bonus = sizeBonus * Math.log(size / largest) - handicap;
      outlines.push(outlineOf(map, { ...limits, radius, stiffness }, bonus));
    }
  return outlines.sort((a, b) => b.score - a.score);
}

/** The outline in a box that was drawn close around the object. */
export function outlineInBox(edges: Edges, box: Box, clicks: readonly Click[]): Outline {
  const [left, right] = clipped(box.x0, box.x1, edges.width);
  const [top, bottom] = clipped(box.y0, box.y1, edges.height);
  const [halfWidth, halfHeight] = [(right - left) / 2, (bottom - top) / 2];
  const map = polarMap(edges, left + halfWidth, top + halfHeight);
  const { least, most } = limitsOf(map, clicks, edges.cell);
  const radius = new Float32Array(rays);
  for (let ray = 0; ray < rays; ray++) {
    const [cos, sin] = direction(ray);
    const edge = Math.min(halfWidth / Math.abs(cos), halfHeight / Math.abs(sin));
    most[ray] = Math.min(most[ray] ?? 0, slack * edge);
    radius[ray] = fill / Math.hypot(cos / halfWidth, sin / halfHeight);
  }
  return outlineOf(map, { radius, stiffness: 1, least, most });
}

/** The outline that several clicks span: they are joined by lines, and the rim is near these. */
export function outlineOfSpan(edges: Edges, clicks: readonly Click[]): Outline {
  const inside = clicks.filter(({ label }) => label === 1);
  const beside = clicks.filter(({ label }) => label === 0);
  const { x0, y0, x1, y1 } = boundsOf(inside);
  const map = polarMap(edges, (x0 + x1) / 2, (y0 + y1) / 2);
  const distance = Math.hypot(x1 - x0, y1 - y0) * (beside.length > 0 ? farthest.clicked : farthest.guessed);
  const radius = Float32Array.from({ length: rays }, (_, ray) => {
    const [cos, sin] = direction(ray);
    for (let step = steps - 1; step > 0; step--) {
      if ((map.support[ray * steps + step] ?? 0) < 0) continue;
      const at = map.radii[step] ?? 0;
      const point = { x: map.x + cos * at, y: map.y + sin * at };
      const toBeside = Math.min(distance, ...beside.map(({ x, y }) => Math.hypot(x - point.x, y - point.y)));
      if (toBeside * (1 - rimShare) >= distanceToSpan(point, inside) * rimShare) return at;
    }
    return map.radii[0] ?? 1;
  });
  return outlineOf(map, { ...limitsOf(map, clicks, edges.cell), radius, stiffness: 1 });
}

/** The smallest box around points. */
export function boundsOf(points: readonly Point[]): Box {
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  return { x0: Math.min(...xs), y0: Math.min(...ys), x1: Math.max(...xs), y1: Math.max(...ys) };
}

function outlineOf(map: PolarMap, expectation: Expectation, bonus = 0): Outline {
  const { radii, cost } = closedContour(map, expectation);
  return { x: map.x, y: map.y, radii, score: Math.min(1, Math.max(0, 1 - cost + bonus)) };
}

/** Between which radii a contour has the clicks on their right side. */
function limitsOf(map: PolarMap, clicks: readonly Click[], cell: number) {
  const least = new Float32Array(rays);
  const most = new Float32Array(rays).fill(Number.POSITIVE_INFINITY);
  for (const { x, y, label } of clicks) {
    const distance = Math.hypot(x - map.x, y - map.y);
    if (label === 0 && distance < clearance * cell) continue;
    const middle = Math.round((Math.atan2(y - map.y, x - map.x) / (2 * Math.PI)) * rays);
    const aside = Math.round((Math.atan2(breadth * cell, distance) / (2 * Math.PI)) * rays);
    for (let ray = middle - Math.max(1, aside); ray <= middle + Math.max(1, aside); ray++) {
      const i = (ray + 2 * rays) % rays;
      if (label === 1) least[i] = Math.max(least[i] ?? 0, distance + clearance * cell);
      else most[i] = Math.min(most[i] ?? 0, distance - clearance * cell);
    }
  }
  return { least, most };
}

/** The part of a side of the box that is on the photo, at least a pixel long. */
function clipped(a: number, b: number, limit: number): readonly [number, number] {
  const low = Math.min(limit - 1, Math.max(0, Math.min(a, b)));
  return [low, Math.max(low + 1, Math.min(limit, Math.max(a, b)))];
}

/** Distance to the nearest of the lines between any two clicks. */
function distanceToSpan({ x, y }: Point, clicks: readonly Click[]): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (const [i, a] of clicks.entries())
    for (const b of clicks.slice(i)) {
      const [dx, dy] = [b.x - a.x, b.y - a.y];
      const along = ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy || 1);
      const share = Math.min(1, Math.max(0, along));
      nearest = Math.min(nearest, Math.hypot(x - a.x - share * dx, y - a.y - share * dy));
    }
  return nearest;
}
