import type { Point } from '../model/layout.ts';

/** A smooth line through the points, as an SVG path. */
export function smoothPath(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  const parts = rest.map((point, index) => {
    const after = rest[index + 1];
    if (after === undefined) return `L${at(point)}`;
    return `Q${at(point)} ${at(middleOf(point, after))}`;
  });
  return `M${at(first)} ${parts.join(' ')}`;
}

function middleOf(one: Point, other: Point): Point {
  return { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 };
}

function at({ x, y }: Point): string {
  return `${round(x)} ${round(y)}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
