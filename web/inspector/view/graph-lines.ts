import type { Point } from '../model/geometry.ts';
import type { PlacedEdge } from '../model/layout.ts';

const CORNER = 9;

/** The SVG path of an edge: a smooth curve, or straight segments with round corners. */
export function pathOf({ points, isRouted }: Pick<PlacedEdge, 'points' | 'isRouted'>): string {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  const parts = rest.map((point, index) => {
    const before = points[index] ?? first;
    const after = rest[index + 1];
    if (after === undefined) return `L${at(point)}`;
    if (!isRouted) return `Q${at(point)} ${at(towards(point, after, 0.5))}`;
    return `L${at(near(point, before))} Q${at(point)} ${at(near(point, after))}`;
  });
  return `M${at(first)} ${parts.join(' ')}`;
}

/** A point near a corner, towards another point. */
function near(corner: Point, other: Point): Point {
  const length = Math.hypot(other.x - corner.x, other.y - corner.y);
  return length === 0 ? corner : towards(corner, other, Math.min(0.5, CORNER / length));
}

function towards(from: Point, to: Point, part: number): Point {
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
}

function at({ x, y }: Point): string {
  return `${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}`;
}
