import type { Box, Click } from '../decoder.ts';
import type { Outline } from './click.ts';
import { boxConstraints, clickConstraints } from './constraints.ts';
import { closedContour, radiiOf } from './contour.ts';
import type { Edges } from './edges.ts';
import { direction, polarMap, rays, steps } from './polar.ts';

/** Objects fill about this much of the ellipse that touches the box. */
const fill = 0.97;
const stiffness = 1;

/** The outline inside a box, taken as drawn close around the object. */
export function outlineInBox(edges: Edges, box: Box, clicks: readonly Click[]): Outline {
  const { x, y, halfWidth, halfHeight } = clip(box, edges);
  const map = polarMap(edges, x, y);
  const leaving = boxConstraints(halfWidth, halfHeight);
  const extra = clickConstraints(map, clicks, edges.cell);
  for (let ray = 0; ray < rays; ray++)
    for (let step = 0; step < steps; step++)
      extra[ray * steps + step] = (extra[ray * steps + step] ?? 0) + leaving(ray, map.radii[step] ?? 0);
  const radius = (ray: number) => {
    const [cos, sin] = direction(ray);
    return fill / Math.hypot(cos / halfWidth, sin / halfHeight);
  };
  const contour = closedContour(map, { radius, stiffness, extra });
  return { x, y, radii: radiiOf(map, contour), score: Math.min(1, Math.max(0, 1 - contour.cost)) };
}

/** The part of a box that is on the photo, at least a pixel wide and high. */
function clip({ x0, y0, x1, y1 }: Box, { width, height }: Edges) {
  const [left, right] = span(x0, x1, width);
  const [top, bottom] = span(y0, y1, height);
  return {
    x: (left + right) / 2,
    y: (top + bottom) / 2,
    halfWidth: (right - left) / 2,
    halfHeight: (bottom - top) / 2,
  };
}

function span(a: number, b: number, limit: number): readonly [number, number] {
  const low = Math.min(limit - 1, Math.max(0, Math.min(a, b)));
  return [low, Math.max(low + 1, Math.min(limit, Math.max(a, b)))];
}
