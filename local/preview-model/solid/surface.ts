import type { Grid } from './grid.ts';

/** Triangles of the front, in node units: x right, y down, z towards the viewer; the rim lies at z = 0. */
export interface Surface {
  /** x, y, z of three corners: nine numbers a triangle. */
  readonly corners: Float32Array;
  readonly triangles: number;
  /** x and y are from 0 to this. */
  readonly extent: number;
}

/** A corner: position and how far inside (above 0) or outside the silhouette it is. */
type Corner = readonly [x: number, y: number, z: number, inside: number];

/**
 * Cuts every grid cell's two triangles at the silhouette's rim. Cells follow the Z-order curve, so that
 * neighbours in the list are neighbours on the surface.
 */
export function frontSurface(grid: Grid, heights: Float32Array): Surface {
  const corners: number[] = [];
  for (const [column, row] of cellsInZOrder(grid.columns - 1, grid.rows - 1)) {
    const corner = (dx: number, dy: number): Corner => {
      const i = (row + dy) * grid.columns + column + dx;
      return [column + dx, row + dy, heights[i] ?? 0, grid.inside[i] ?? 0];
    };
    const [a, b, c, d] = [corner(0, 0), corner(1, 0), corner(0, 1), corner(1, 1)];
    if (Math.max(a[3], b[3], c[3], d[3]) <= 0) continue;
    addCut(corners, [a, b, c]);
    addCut(corners, [b, d, c]);
  }
  const extent = Math.max(grid.columns, grid.rows);
  return { corners: Float32Array.from(corners), triangles: corners.length / 9, extent };
}

function addCut(corners: number[], triangle: readonly Corner[]): void {
  const polygon: Corner[] = [];
  triangle.forEach((corner, i) => {
    const next = triangle[(i + 1) % 3] ?? corner;
    if (corner[3] > 0) polygon.push(corner);
    if (corner[3] > 0 !== next[3] > 0) polygon.push(onRim(corner, next));
  });
  const [first] = polygon;
  if (!first) return;
  for (let i = 2; i < polygon.length; i++)
    for (const [x, y, z] of [first, polygon[i - 1] ?? first, polygon[i] ?? first]) corners.push(x, y, z);
}

function onRim(a: Corner, b: Corner): Corner {
  const share = a[3] / (a[3] - b[3]);
  return [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1]), 0, 0];
}

function cellsInZOrder(columns: number, rows: number): [number, number][] {
  const cells: [order: number, column: number, row: number][] = [];
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      cells.push([spread(column) | (spread(row) << 1), column, row]);
  return cells.sort((a, b) => a[0] - b[0]).map(([, column, row]) => [column, row]);
}

/** Puts a zero between the bits of a number below 2¹⁵. */
function spread(value: number): number {
  let bits = value;
  bits = (bits | (bits << 8)) & 0x00ff00ff;
  bits = (bits | (bits << 4)) & 0x0f0f0f0f;
  bits = (bits | (bits << 2)) & 0x33333333;
  return (bits | (bits << 1)) & 0x55555555;
}
