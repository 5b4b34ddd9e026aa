import type { Mask } from '../decoder.ts';
import type { Outline } from './click.ts';
import type { Edges } from './edges.ts';
import { rays } from './polar.ts';

/** A value for each cell of the feature grid: above 0 on the object, about linear in distance near its rim. */
export type Field = Float32Array;

/** Field of an outline. */
export function fieldOf(edges: Edges, { x, y, radii }: Outline): Field {
  const { columns, rows, cellWidth, cellHeight } = edges;
  const field = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const dx = (column + 0.5) * cellWidth - x;
      const dy = (row + 0.5) * cellHeight - y;
      const turn = (Math.atan2(dy, dx) / (2 * Math.PI) + 1) * rays;
      const ray = Math.floor(turn) % rays;
      const share = turn - Math.floor(turn);
      const radius = (radii[ray] ?? 0) * (1 - share) + (radii[(ray + 1) % rays] ?? 0) * share;
      field[row * columns + column] = radius - Math.hypot(dx, dy);
    }
  return field;
}

/** The field at a photo pixel. */
export function valueAt(edges: Edges, field: Field, x: number, y: number): number {
  const { columns } = edges;
  const { cell: column, share: across } = tap(Math.floor(x), edges.width, columns);
  const { cell: row, share: down } = tap(Math.floor(y), edges.height, edges.rows);
  const line = (at: number) => {
    const left = field[at] ?? 0;
    return left + across * ((across > 0 ? (field[at + 1] ?? left) : left) - left);
  };
  const upper = line(row * columns + column);
  return down > 0 ? upper + down * (line((row + 1) * columns + column) - upper) : upper;
}

/** The field at photo size, interpolated and cut at 0: the rim is as smooth as the field. */
export function maskOf(edges: Edges, field: Field): Mask {
  const { width, height, columns, rows } = edges;
  const data = new Uint8Array(width * height);
  const across = taps(width, columns);
  const down = taps(height, rows);
  const line = new Float32Array(columns);
  for (let y = 0; y < height; y++) {
    const top = (down.cell[y] ?? 0) * columns;
    const low = down.share[y] ?? 0;
    for (let column = 0; column < columns; column++) {
      const upper = field[top + column] ?? 0;
      line[column] = upper + low * ((field[top + columns + column] ?? upper) - upper);
    }
    for (let x = 0; x < width; x++) {
      const cell = across.cell[x] ?? 0;
      const left = line[cell] ?? 0;
      const value = left + (across.share[x] ?? 0) * ((line[cell + 1] ?? left) - left);
      if (value > 0) data[y * width + x] = 255;
    }
  }
  return { width, height, data };
}

/** The cell whose centre is before a pixel's, and how far that is on the way to the next cell's. */
function tap(pixel: number, pixels: number, cells: number): { cell: number; share: number } {
  const at = Math.min(cells - 1, Math.max(0, ((pixel + 0.5) * cells) / pixels - 0.5));
  return { cell: Math.floor(at), share: at - Math.floor(at) };
}

function taps(pixels: number, cells: number): { cell: Int32Array; share: Float32Array } {
  const all = { cell: new Int32Array(pixels), share: new Float32Array(pixels) };
  for (let i = 0; i < pixels; i++) {
    const { cell, share } = tap(i, pixels, cells);
    all.cell[i] = cell;
    all.share[i] = share;
  }
  return all;
}
