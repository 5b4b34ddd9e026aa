import type { Edges } from './edges.ts';

/** Rays around the centre, and steps along each, growing geometrically. */
export const rays = 180;
export const steps = 160;

/** Edges around a centre, sampled along rays. */
export interface PolarMap {
  readonly x: number;
  readonly y: number;
  /** Radius of each step in photo pixels. */
  readonly radii: Float32Array;
  /** Support by edges across the ray, 0 to 1, by ray and step; −1 outside the photo. */
  readonly support: Float32Array;
}

/** Unit vector of a ray. */
export function direction(ray: number): readonly [number, number] {
  const angle = (2 * Math.PI * ray) / rays;
  return [Math.cos(angle), Math.sin(angle)];
}

/** Samples the edges along rays from a centre (photo pixels): an edge counts by how squarely the ray crosses it. */
export function polarMap(edges: Edges, x: number, y: number): PolarMap {
  const radii = radiiFrom(edges, x, y);
  const support = new Float32Array(rays * steps);
  for (let ray = 0; ray < rays; ray++) {
    const [cos, sin] = direction(ray);
    for (let step = 0; step < steps; step++) {
      const radius = radii[step] ?? 0;
      support[ray * steps + step] = supportAt(edges, x + cos * radius, y + sin * radius, cos, sin);
    }
  }
  return { x, y, radii, support };
}

function radiiFrom(edges: Edges, x: number, y: number): Float32Array {
  const longest = Math.hypot(Math.max(x, edges.width - x), Math.max(y, edges.height - y));
  const shortest = Math.min(longest / 4, Math.max(2 * edges.cell, longest / 100));
  const growth = Math.log(longest / shortest) / (steps - 1);
  return Float32Array.from({ length: steps }, (_, step) => shortest * Math.exp(growth * step));
}

function supportAt(edges: Edges, px: number, py: number, cos: number, sin: number): number {
  if (px < 0 || py < 0 || px >= edges.width || py >= edges.height) return -1;
  const { columns, rows } = edges;
  const gx = Math.min(columns - 1.001, Math.max(0, px / edges.cellWidth - 0.5));
  const gy = Math.min(rows - 1.001, Math.max(0, py / edges.cellHeight - 0.5));
  const i = Math.floor(gy) * columns + Math.floor(gx);
  const [fx, fy] = [gx % 1, gy % 1];
  const xx = bilinear(edges.xx, i, columns, fx, fy);
  const xy = bilinear(edges.xy, i, columns, fx, fy);
  const yy = bilinear(edges.yy, i, columns, fx, fy);
  const across = Math.sqrt(Math.max(0, cos * cos * xx + 2 * cos * sin * xy + sin * sin * yy));
  return across / (across + edges.typical);
}

function bilinear(plane: Float32Array, i: number, columns: number, fx: number, fy: number): number {
  const top = (plane[i] ?? 0) * (1 - fx) + (plane[i + 1] ?? 0) * fx;
  const bottom = (plane[i + columns] ?? 0) * (1 - fx) + (plane[i + columns + 1] ?? 0) * fx;
  return top * (1 - fy) + bottom * fy;
}
