import type { Silhouette } from '../mask.ts';

/** The silhouette on a grid of nodes that reaches one node beyond it on every side. */
export interface Grid {
  readonly columns: number;
  readonly rows: number;
  /** Photo pixels between nodes. */
  readonly spacing: number;
  /** Photo position of node (0, 0). */
  readonly left: number;
  readonly top: number;
  /** Share of the mask around each node, minus the level of the rim: above 0 on the object. */
  readonly inside: Float32Array;
}

/** Nodes along the longer side of the silhouette. */
const resolution = 224;
const margin = 2;

/** Samples a silhouette; masks larger than the grid are averaged, smaller ones interpolated. */
export function gridOf({ data, width, bounds }: Silhouette): Grid {
  const spacing = Math.max(bounds.width, bounds.height) / resolution;
  const columns = Math.ceil(bounds.width / spacing) + 2 * margin;
  const rows = Math.ceil(bounds.height / spacing) + 2 * margin;
  const left = bounds.left + (bounds.width - (columns - 1) * spacing) / 2;
  const top = bounds.top + (bounds.height - (rows - 1) * spacing) / 2;
  const across = new Float32Array(columns * bounds.height);
  for (let y = 0; y < bounds.height; y++) {
    const row = (bounds.top + y) * width;
    const line = averages(data.subarray(row, row + width), left, spacing, columns);
    for (let column = 0; column < columns; column++) across[column * bounds.height + y] = line[column] ?? 0;
  }
  const share = new Float32Array(columns * rows);
  for (let column = 0; column < columns; column++) {
    const strip = across.subarray(column * bounds.height, (column + 1) * bounds.height);
    const line = averages(strip, top - bounds.top, spacing, rows);
    for (let row = 0; row < rows; row++) share[row * columns + column] = line[row] ?? 0;
  }
  return { columns, rows, spacing, left, top, inside: levelled(share) };
}

/** Mean of `values` over a window around each of `count` positions, zero beyond the ends. */
function averages(
  values: Uint8Array | Float32Array,
  first: number,
  spacing: number,
  count: number,
): Float32Array {
  const sums = new Float64Array(values.length + 1);
  for (let i = 0; i < values.length; i++) sums[i + 1] = (sums[i] ?? 0) + (values[i] ?? 0);
  const upTo = (at: number) => {
    const position = Math.min(values.length, Math.max(0, at));
    const whole = Math.floor(position);
    return (sums[whole] ?? 0) + (position - whole) * (values[whole] ?? 0);
  };
  const half = Math.max(1, spacing) / 2;
  return Float32Array.from({ length: count }, (_, i) => {
    const at = first + i * spacing;
    return (upTo(at + half) - upTo(at - half)) / (2 * half);
  });
}

/** The rim lies where half is covered, or lower where the whole silhouette is thinner than the grid. */
function levelled(share: Float32Array): Float32Array {
  const level = 0.5 * share.reduce((a, b) => Math.max(a, b), 0);
  return share.map((value) => value - level);
}
