/** Places for the states of a graph: top to bottom, by dagre. */
import dagre from '@dagrejs/dagre';
import type { Graph, GraphEdge, GraphNode } from './graph.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface PlacedNode extends GraphNode, Point {
  /** x and y are the upper left corner. */
  readonly width: number;
  readonly height: number;
}

export interface PlacedEdge extends GraphEdge {
  readonly points: readonly Point[];
  /** Middle of the line. */
  readonly middle: Point;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

const STATE = { width: 208, height: 58 };
const TERMINAL = { width: 76, height: 34 };
const MARGIN = 16;

export function layoutOf(graph: Graph): Layout {
  const drawing = new dagre.graphlib.Graph({ compound: true, multigraph: false });
  drawing.setGraph({
    rankdir: 'TB',
    nodesep: 36,
    ranksep: 46,
    edgesep: 14,
    marginx: MARGIN,
    marginy: MARGIN,
  });
  drawing.setDefaultEdgeLabel(() => ({}));
  for (const node of graph.nodes) drawing.setNode(node.id, node.isContainer ? {} : { ...sizeOf(node) });
  for (const { id, parent } of graph.nodes) if (parent !== undefined) drawing.setParent(id, parent);
  const ends = endsOf(graph);
  for (const { from, to, kind, taken } of graph.edges) {
    if (from === to) continue;
    // What happened, and the usual way, is kept straight; catchers go around it.
    const weight = kind === 'catch' ? 1 : taken > 0 ? 8 : 4;
    drawing.setEdge(ends.leaving(from), ends.entering(to), { weight, minlen: 1 });
  }
  dagre.layout(drawing);
  const { width = 0, height = 0 } = drawing.graph();
  const nodes = graph.nodes.map((node) => placedNode(node, drawing.node(node.id)));
  const edges = graph.edges.map((edge) => {
    const drawn = drawing.edge({ v: ends.leaving(edge.from), w: ends.entering(edge.to) });
    return placedEdge(edge, drawn?.points ?? loop(nodes.find(({ id }) => id === edge.from)));
  });
  return { width, height, nodes, edges };
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

interface Drawn {
  readonly x?: number;
  readonly y?: number;
  readonly width?: number;
  readonly height?: number;
}

function placedNode(node: GraphNode, drawn: Drawn): PlacedNode {
  const { x = 0, y = 0, width = 0, height = 0 } = drawn;
  return { ...node, x: x - width / 2, y: y - height / 2, width, height };
}

function placedEdge(edge: GraphEdge, points: readonly Point[]): PlacedEdge {
  const middle = points[Math.floor(points.length / 2)] ?? { x: 0, y: 0 };
  return { ...edge, points, middle };
}

/** A state that leads to itself. */
function loop(node: PlacedNode | undefined): readonly Point[] {
  if (node === undefined) return [];
  const right = node.x + node.width;
  const at = (dx: number, part: number) => ({ x: right + dx, y: node.y + node.height * part });
  return [at(0, 0.3), at(22, 0.3), at(22, 0.7), at(0, 0.7)];
}
