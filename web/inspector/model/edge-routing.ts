/** Routes the edges that dagre doesn't draw. They run beside the states; edges with a common end share a track. */

import type { PathClasses } from './classify-paths.ts';
import type { Box, Point } from './geometry.ts';
import type { GraphEdge } from './graph.ts';

const STEP = 13;
const FIRST = 22;

type Boxes = ReadonlyMap<string, Box>;

/** @returns the corners of each edge, by its id */
export function routeEdges(
  edges: readonly GraphEdge[],
  { main, error }: PathClasses,
  boxes: Boxes,
): Map<string, readonly Point[]> {
  const of = (set: ReadonlySet<string>) => [...boxes].filter(([id]) => set.has(id)).map(([, box]) => box);
  const left = Math.min(...of(main).map(({ x }) => x)) - FIRST;
  const gutter = Math.max(...of(main).map(({ x, width }) => x + width)) + FIRST;
  const right = Math.max(gutter, ...of(error).map(({ x, width }) => x + width)) + FIRST;
  const tracks = {
    left: new Tracks(left, -STEP),
    gutter: new Tracks(gutter, STEP),
    right: new Tracks(right, STEP),
  };
  const lines = new Map<string, readonly Point[]>();
  for (const edge of edges) {
    const from = boxes.get(edge.from);
    const to = boxes.get(edge.to);
    if (from === undefined || to === undefined) continue;
    lines.set(edge.id, lineOf(edge, from, to));
  }
  return lines;

  function lineOf({ from: source, to: target }: GraphEdge, from: Box, to: Box): readonly Point[] {
    if (main.has(source) && main.has(target)) return around(from, to, tracks.left.of(target), 'left');
    if (main.has(source)) {
      const track = tracks.gutter.of(`to ${target}`);
      return [
        rightOf(from, 0.35),
        { x: track, y: yOf(from, 0.35) },
        { x: track, y: yOf(to, 0.35) },
        leftOf(to, 0.35),
      ];
    }
    if (main.has(target)) {
      const track = tracks.gutter.of(`from ${source}`);
      return [
        leftOf(from, 0.7),
        { x: track, y: yOf(from, 0.7) },
        { x: track, y: yOf(to, 0.7) },
        rightOf(to, 0.7),
      ];
    }
    if (isNext(from, to)) return [below(from), { x: to.x + to.width / 2, y: to.y }];
    return around(from, to, tracks.right.of(target), 'right');
  }

  /** True if no state is between the two in the error column. */
  function isNext(from: Box, to: Box): boolean {
    const between = of(error).filter(({ y }) => y > from.y && y < to.y);
    return from.y < to.y && between.length === 0;
  }
}

function around(from: Box, to: Box, track: number, side: 'left' | 'right'): readonly Point[] {
  const at = side === 'left' ? leftOf : rightOf;
  return [at(from, 0.5), { x: track, y: yOf(from, 0.5) }, { x: track, y: yOf(to, 0.6) }, at(to, 0.6)];
}

/** Parallel tracks, in the order of first use. */
class Tracks {
  readonly #first: number;
  readonly #step: number;
  readonly #known = new Map<string, number>();

  constructor(first: number, step: number) {
    this.#first = first;
    this.#step = step;
  }

  of(key: string): number {
    const known = this.#known.get(key) ?? this.#first + this.#step * this.#known.size;
    this.#known.set(key, known);
    return known;
  }
}

function leftOf(box: Box, part: number): Point {
  return { x: box.x, y: yOf(box, part) };
}

function rightOf(box: Box, part: number): Point {
  return { x: box.x + box.width, y: yOf(box, part) };
}

function below({ x, y, width, height }: Box): Point {
  return { x: x + width / 2, y: y + height };
}

function yOf({ y, height }: Box, part: number): number {
  return y + height * part;
}
