import type { Mask, Size } from '../decoder.ts';
import type { Outline } from './click.ts';
import type { Edges } from './edges.ts';
import { rays } from './polar.ts';

/** A value for each cell of a grid over the photo: above 0 on the object, about linear in distance near its rim. */
export type Field = Float32Array;

export interface Grid {
  readonly columns: number;
  readonly rows: number;
}

/** Fields of outlines that have one centre: where a cell lies as seen from there is found once for all of them. */
export function fieldsOf(
  { columns, rows, cellWidth, cellHeight }: Edges,
  { x, y }: { readonly x: number; readonly y: number },
  outlines: readonly Pick<Outline, 'radii'>[],
): Field[] {
  const fields = outlines.map(() => new Float32Array(columns * rows));
  const closed = outlines.map(({ radii }) => Float32Array.of(...radii, radii[0] ?? 0));
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const dx = (column + 0.5) * cellWidth - x;
      const dy = (row + 0.5) * cellHeight - y;
      const turn = (Math.atan2(dy, dx) / (2 * Math.PI) + 1) * rays;
      const ray = Math.floor(turn) % rays;
      const share = turn - Math.floor(turn);
      const distance = Math.hypot(dx, dy);
      for (let i = 0; i < fields.length; i++) {
        const field = fields[i];
        const radii = closed[i];
        if (!field || !radii) continue;
        const radius = (radii[ray] ?? 0) * (1 - share) + (radii[ray + 1] ?? 0) * share;
        field[row * columns + column] = radius - distance;
      }
    }
  return fields;
}

/** Field of an outline. */
export function fieldOf(edges: Edges, outline: Outline): Field {
  const [field = new Float32Array()] = fieldsOf(edges, outline, [outline]);
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

/** The field at a size, interpolated and cut at 0: the rim is as smooth as the field. */
export function maskOf({ columns, rows }: Grid, field: Field, { width, height }: Size): Mask {
  const data = new Uint8Array(width * height);
  const starts = startsOf(width, columns);
  const shares = Float64Array.from({ length: width }, (_, x) => tap(x, width, columns).share);
  const line = new Float32Array(columns + 1);
  for (let y = 0; y < height; y++) {
    const { cell, share } = tap(y, height, rows);
    const below = share > 0 ? columns : 0;
    for (let column = 0; column < columns; column++) {
      const upper = field[cell * columns + column] ?? 0;
      line[column] = upper + share * ((field[cell * columns + below + column] ?? 0) - upper);
    }
    line[columns] = line[columns - 1] ?? 0;
    drawLine(data.subarray(y * width, (y + 1) * width), line, starts, shares);
  }
  return { width, height, data };
}

/** Most cells lie wholly inside or outside, in long runs, so that only those at the rim go pixel by pixel. */
function drawLine(pixels: Uint8Array, line: Float32Array, starts: Int32Array, shares: Float64Array): void {
  const cells = line.length - 1;
  for (let cell = 0; cell < cells; cell++) {
    const left = line[cell] ?? 0;
    const right = line[cell + 1] ?? 0;
    if (left <= 0 && right <= 0) continue;
    const from = starts[cell] ?? 0;
    if (left > 0 && right > 0) {
      while (cell + 2 <= cells && (line[cell + 2] ?? 0) > 0) cell++;
      pixels.fill(255, from, starts[cell + 1]);
    } else {
      const to = starts[cell + 1] ?? 0;
      for (let x = from; x < to; x++) if (left + (shares[x] ?? 0) * (right - left) > 0) pixels[x] = 255;
    }
  }
}

/** The first pixel of each cell, and the number of pixels at the end. */
function startsOf(pixels: number, cells: number): Int32Array {
  const starts = new Int32Array(cells + 1).fill(pixels);
  for (let pixel = pixels - 1; pixel >= 0; pixel--) starts.fill(pixel, 0, tap(pixel, pixels, cells).cell + 1);
  return starts;
}

/** The cell whose centre is before a pixel's, and how far that is on the way to the next cell's. */
function tap(pixel: number, pixels: number, cells: number): { cell: number; share: number } {
  const at = Math.min(cells - 1, Math.max(0, ((pixel + 0.5) * cells) / pixels - 0.5));
  return { cell: Math.floor(at), share: at - Math.floor(at) };
}
