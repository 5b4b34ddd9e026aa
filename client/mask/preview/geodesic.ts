import type { Click } from '../decoder.ts';
import type { Edges } from './edges.ts';
import type { Field } from './field.ts';
import { Heap } from './heap.ts';

/** Cost of a step where there is no edge, against 1 across a strong one. */
const open = 0.01;
/** An edge so many times the typical one is half strong. */
const halfStrong = 4;

/** Parts the photo between clicks by the shortest way over the fewest edges: for shapes that no star reaches. */
export function partition(edges: Edges, inside: readonly Click[], beside: readonly Click[]): Field {
  const costs = edges.xx.map((xx, i) => {
    const strength = Math.sqrt(xx + (edges.yy[i] ?? 0));
    return open + (strength / (strength + halfStrong * edges.typical)) ** 2;
  });
  const toInside = distances(edges, costs, inside);
  const toBeside = distances(edges, costs, beside);
  return toInside.map((own, i) => {
    const other = toBeside[i] ?? 0;
    return (other - own) / (other + own || 1);
  });
}

/** Dijkstra over the eight neighbours of each cell. */
function distances(edges: Edges, costs: Float32Array, from: readonly Click[]): Float32Array {
  const { columns, rows } = edges;
  const reached = new Float32Array(columns * rows).fill(Number.POSITIVE_INFINITY);
  const heap = new Heap();
  for (const { x, y } of from) {
    const cell = cellAt(edges, x, y);
    reached[cell] = 0;
    heap.push(0, cell);
  }
  for (let next = heap.pop(); next; next = heap.pop()) {
    if (next.key > (reached[next.value] ?? 0)) continue;
    for (const [cell, length] of neighbours(edges, next.value)) {
      const distance = Math.fround(next.key + (length * ((costs[cell] ?? 0) + (costs[next.value] ?? 0))) / 2);
      if (distance >= (reached[cell] ?? 0)) continue;
      reached[cell] = distance;
      heap.push(distance, cell);
    }
  }
  return reached;
}

function cellAt({ columns, rows, cellWidth, cellHeight }: Edges, x: number, y: number): number {
  const column = Math.min(columns - 1, Math.floor(x / cellWidth));
  return Math.min(rows - 1, Math.floor(y / cellHeight)) * columns + column;
}

function* neighbours(edges: Edges, cell: number): Generator<readonly [cell: number, length: number]> {
  const { columns, rows, cellWidth, cellHeight } = edges;
  const [column, row] = [cell % columns, Math.floor(cell / columns)];
  for (let dy = -1; dy <= 1; dy++)
    for (let dx = -1; dx <= 1; dx++) {
      const [x, y] = [column + dx, row + dy];
      if ((dx === 0 && dy === 0) || x < 0 || y < 0 || x >= columns || y >= rows) continue;
      yield [y * columns + x, Math.hypot(dx * cellWidth, dy * cellHeight) / edges.cell];
    }
}
