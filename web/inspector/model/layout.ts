/** Lays out a graph: dagre places the main path from top to bottom; the error column is beside it. */
import dagre from '@dagrejs/dagre';
import { backEdges, classifyPaths } from './classify-paths.ts';
import { routeEdges } from './edge-routing.ts';
import { placeErrorColumn } from './error-column.ts';
import type { Box, Point } from './geometry.ts';
import type { Graph, GraphEdge, GraphNode } from './graph.ts';

export interface PlacedNode extends GraphNode, Box {}

export interface PlacedEdge extends GraphEdge {
  readonly points: readonly Point[];
  /** Position for a label. */
  readonly middle: Point;
  /** True if the edge consists of straight segments beside the states. */
  readonly isRouted: boolean;
}

export interface Layout {
  /** Bounds of the drawing. The top left corner need not be 0. */
  readonly field: Box;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

const STATE = { width: 220, height: 58 };
const TERMINAL = { width: 76, height: 34 };
const MARGIN = 16;

export function layoutOf(graph: Graph): Layout {
  const paths = classifyPaths(graph);
  const back = backEdges(graph.edges, paths.main);
  const drawn = (edge: GraphEdge) =>
    paths.main.has(edge.from) && paths.main.has(edge.to) && !back.has(edge.id) && edge.from !== edge.to;
  const { boxes, lines } = placeMain(graph, paths.main, drawn);
  placeErrorColumn(graph, paths.error, boxes, STATE);
  const routes = routeEdges(
    graph.edges.filter((edge) => !drawn(edge)),
    paths,
    boxes,
  );
  const nodes = graph.nodes.map((node) => ({ ...node, ...(boxes.get(node.id) ?? { x: 0, y: 0, ...STATE }) }));
  const edges = graph.edges.map((edge) => {
    const route = routes.get(edge.id);
    const points = route ?? lines.get(edge.id) ?? [];
    const isRouted = route !== undefined;
    return { ...edge, points, middle: middleOf(points), isRouted };
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

/** dagre draws no edges to or from a container, so they lead to a state inside it. */
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

/** The middle of the longest segment, which has the most room for a label. */
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
