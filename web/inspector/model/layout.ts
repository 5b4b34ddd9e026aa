/** Places for the states of a graph: the usual way by dagre, top to bottom, what is there for errors beside it. */
import dagre from '@dagrejs/dagre';
import type { Graph, GraphEdge, GraphNode } from './graph.ts';
import { laneEdges } from './lanes.ts';
import { placeAside } from './place-aside.ts';
import { backEdges, sidesOf } from './sides.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** x and y are the upper left corner. */
export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

export interface PlacedNode extends GraphNode, Box {}

export interface PlacedEdge extends GraphEdge {
  readonly points: readonly Point[];
  /** Where a number may stand on the line. */
  readonly middle: Point;
  /** True for a line of straight parts. */
  readonly isLane: boolean;
}

export interface Layout {
  /** Field that holds everything; its corner need not be 0. */
  readonly field: Box;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

const STATE = { width: 220, height: 58 };
const TERMINAL = { width: 76, height: 34 };
const MARGIN = 16;

export function layoutOf(graph: Graph): Layout {
  const sides = sidesOf(graph);
  const back = backEdges(graph.edges, sides.main);
  const drawn = (edge: GraphEdge) =>
    sides.main.has(edge.from) && sides.main.has(edge.to) && !back.has(edge.id) && edge.from !== edge.to;
  const { boxes, lines } = placeMain(graph, sides.main, drawn);
  placeAside(graph, sides.aside, boxes, STATE);
  const lanes = laneEdges(
    graph.edges.filter((edge) => !drawn(edge)),
    sides,
    boxes,
  );
  const nodes = graph.nodes.map((node) => ({ ...node, ...(boxes.get(node.id) ?? { x: 0, y: 0, ...STATE }) }));
  const edges = graph.edges.map((edge) => {
    const lane = lanes.get(edge.id);
    const points = lane ?? lines.get(edge.id) ?? [];
    const isLane = lane !== undefined;
    return { ...edge, points, middle: middleOf(points), isLane };
  });
  return { field: around(nodes, edges), nodes, edges };
}

function placeMain(graph: Graph, main: ReadonlySet<string>, drawn: (edge: GraphEdge) => boolean) {
  const drawing = new dagre.graphlib.Graph({ compound: true });
  drawing.setGraph({ rankdir: 'TB', nodesep: 40, ranksep: 34, edgesep: 20 });
  drawing.setDefaultEdgeLabel(() => ({}));
  const nodes = graph.nodes.filter(({ id }) => main.has(id));
  for (const node of nodes) drawing.setNode(node.id, node.isContainer ? {} : { ...sizeOf(node) });
  for (const { id, parent } of nodes) if (parent !== undefined) drawing.setParent(id, parent);
  const ends = endsOf(graph);
  const edges = graph.edges.filter(drawn);
  for (const { from, to } of edges) drawing.setEdge(ends.leaving(from), ends.entering(to), {});
  dagre.layout(drawing);
  const boxes = new Map(nodes.map(({ id }) => [id, boxOf(drawing.node(id))]));
  const lines = new Map<string, readonly Point[]>(
    edges.map(({ id, from, to }) => [
      id,
      drawing.edge({ v: ends.leaving(from), w: ends.entering(to) })?.points ?? [],
    ]),
  );
  return { boxes, lines };
}

/** dagre draws no lines to or from a box around others: they go to a state inside of it. */
function endsOf({ nodes }: Graph) {
  const inside = (id: string, pick: (all: readonly GraphNode[]) => GraphNode | undefined): string => {
    const child = pick(nodes.filter(({ parent }) => parent === id));
    return child === undefined ? id : inside(child.id, pick);
  };
  return {
    entering: (id: string) => inside(id, (all) => all[0]),
    leaving: (id: string) => inside(id, (all) => all.at(-1)),
  };
}

function sizeOf({ state }: GraphNode) {
  return state === undefined ? TERMINAL : STATE;
}

function boxOf({ x = 0, y = 0, width = 0, height = 0 }: Partial<Box>): Box {
  return { x: x - width / 2, y: y - height / 2, width, height };
}

/** Half way along the longest part: there is the most room. */
function middleOf(points: readonly Point[]): Point {
  let best = { x: 0, y: 0, length: -1 };
  for (const [index, to] of points.entries()) {
    const from = points[index - 1];
    if (from === undefined) continue;
    const length = Math.hypot(to.x - from.x, to.y - from.y);
    if (length > best.length) best = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2, length };
  }
  return { x: best.x, y: best.y };
}

function around(nodes: readonly Box[], edges: readonly PlacedEdge[]): Box {
  const points = [
    ...nodes.flatMap(({ x, y, width, height }) => [
      { x, y },
      { x: x + width, y: y + height },
    ]),
    ...edges.flatMap((edge) => edge.points),
  ];
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  const [x, y] = [Math.min(...xs) - MARGIN, Math.min(...ys) - MARGIN];
  return { x, y, width: Math.max(...xs) + MARGIN - x, height: Math.max(...ys) + MARGIN - y };
}
