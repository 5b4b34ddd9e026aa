import type { Click } from '../decoder.ts';
import { direction, type PolarMap, rays, steps } from './polar.ts';

/** More than a ray could ever save by passing there. */
const forbidden = 3;
/** The contour keeps so many cells away from a click, and heeds it for so many cells to either side. */
const clearance = 3;
const breadth = 3.5;

/** Cost by ray and step that keeps clicks on the object inside a contour and the others outside. */
export function clickConstraints(map: PolarMap, clicks: readonly Click[], cell: number): Float32Array {
  const costs = new Float32Array(rays * steps);
  for (const { x, y, label } of clicks) {
    const distance = Math.hypot(x - map.x, y - map.y);
    if (label === 0 && distance < clearance * cell) continue;
    for (const ray of raysNear(map, x, y, Math.atan2(breadth * cell, distance)))
      for (let step = 0; step < steps; step++) {
        const radius = map.radii[step] ?? 0;
        const wrong =
          label === 1 ? radius < distance + clearance * cell : radius > distance - clearance * cell;
        if (wrong) costs[ray * steps + step] = forbidden;
      }
  }
  return costs;
}

/** Cost of leaving a box around the map's centre, given by half its sides. */
export function boxConstraints(
  halfWidth: number,
  halfHeight: number,
): (ray: number, radius: number) => number {
  const slack = 1.03;
  return (ray, radius) => {
    const [cos, sin] = direction(ray);
    const edge = Math.min(halfWidth / Math.abs(cos), halfHeight / Math.abs(sin));
    return radius > slack * edge ? forbidden : 0;
  };
}

/** The ray through a point and those within `angle` of it. */
function raysNear(map: PolarMap, x: number, y: number, angle: number): number[] {
  const middle = (Math.atan2(y - map.y, x - map.x) / (2 * Math.PI)) * rays;
  const reach = Math.min(rays / 2 - 1, Math.max(1, Math.round((angle / (2 * Math.PI)) * rays)));
  return Array.from({ length: 2 * reach + 1 }, (_, i) => (Math.round(middle) - reach + i + 2 * rays) % rays);
}
