/** Lines that dagre does not draw: they run in lanes beside the states, one lane for all that end or begin together. */
import type { GraphEdge } from './graph.ts';
import type { Box, Point } from './layout.ts';
import type { Sides } from './sides.ts';

const STEP = 13;
const FIRST = 22;

type Boxes = ReadonlyMap<string, Box>;

/** @returns corners of the lines, by the edge's id */
export function laneEdges(
  edges: readonly GraphEdge[],
  { main, aside }: Sides,
  boxes: Boxes,
): Map<string, readonly Point[]> {
  const of = (set: ReadonlySet<string>) => [...boxes].filter(([id]) => set.has(id)).map(([, box]) => box);
  const left = Math.min(...of(main).map(({ x }) => x)) - FIRST;
  const gutter = Math.max(...of(main).map(({ x, width }) => x + width)) + FIRST;
  const right = Math.max(gutter, ...of(aside).map(({ x, width }) => x + width)) + FIRST;
  const lanes = {
    left: new Lanes(left, -STEP),
    gutter: new Lanes(gutter, STEP),
    right: new Lanes(right, STEP),
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
    if (main.has(source) && main.has(target)) return around(from, to, lanes.left.of(target), 'left');
    if (main.has(source)) {
      const lane = lanes.gutter.of(`to ${target}`);
      return [
        rightOf(from, 0.35),
        { x: lane, y: yOf(from, 0.35) },
        { x: lane, y: yOf(to, 0.35) },
        leftOf(to, 0.35),
      ];
    }
    if (main.has(target)) {
      const lane = lanes.gutter.of(`from ${source}`);
      return [
        leftOf(from, 0.7),
        { x: lane, y: yOf(from, 0.7) },
        { x: lane, y: yOf(to, 0.7) },
        rightOf(to, 0.7),
      ];
    }
    if (isNext(from, to)) return [below(from), { x: to.x + to.width / 2, y: to.y }];
    return around(from, to, lanes.right.of(target), 'right');
  }

  /** True where nothing lies between the two in the column aside. */
  function isNext(from: Box, to: Box): boolean {
    const between = of(aside).filter(({ y }) => y > from.y && y < to.y);
    return from.y < to.y && between.length === 0;
  }
}

function around(from: Box, to: Box, lane: number, side: 'left' | 'right'): readonly Point[] {
  const at = side === 'left' ? leftOf : rightOf;
  return [at(from, 0.5), { x: lane, y: yOf(from, 0.5) }, { x: lane, y: yOf(to, 0.6) }, at(to, 0.6)];
}

/** Lanes side by side, in the order in which they are first needed. */
class Lanes {
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
