/** Separates the state machine's main path from the states that only errors lead to. */
import type { Graph, GraphEdge } from './graph.ts';
import { startId } from './graph.ts';

export interface PathClasses {
  /** States that are reached without an error. */
  readonly main: ReadonlySet<string>;
  /** States that only errors lead to. */
  readonly error: ReadonlySet<string>;
}

export function classifyPaths({ nodes, edges }: Graph): PathClasses {
  const caught = new Set(edges.filter(({ kind }) => kind === 'catch').map(({ to }) => to));
  const regular = reach(edges, (edge) => edge.kind !== 'catch' && !caught.has(edge.to));
  const parents = new Map(nodes.map(({ id, parent }) => [id, parent]));
  const outside = new Set<string>();
  for (const { id, parent, state } of nodes) {
    // States inside a Parallel or Map state stay in it.
    if (state !== undefined && parent === undefined && !regular.has(id)) outside.add(id);
  }
  const main = new Set(nodes.map(({ id }) => id).filter((id) => !outside.has(outermost(parents, id))));
  return { main, error: new Set([...parents.keys()].filter((id) => !main.has(id))) };
}

function reach(edges: readonly GraphEdge[], follow: (edge: GraphEdge) => boolean): Set<string> {
  const reached = new Set([startId]);
  const pending = [startId];
  for (let from = pending.pop(); from !== undefined; from = pending.pop()) {
    for (const edge of edges) {
      if (edge.from !== from || reached.has(edge.to) || !follow(edge)) continue;
      reached.add(edge.to);
      pending.push(edge.to);
    }
  }
  return reached;
}

function outermost(parents: ReadonlyMap<string, string | undefined>, id: string): string {
  let top = id;
  for (let up = parents.get(top); up !== undefined; up = parents.get(top)) top = up;
  return top;
}

/** Ids of the edges that close a loop, in a depth-first search in the order of the definition. */
export function backEdges(edges: readonly GraphEdge[], within: ReadonlySet<string>): ReadonlySet<string> {
  const back = new Set<string>();
  const done = new Set<string>();
  const path = new Set<string>();
  const visit = (id: string): void => {
    path.add(id);
    for (const edge of edges) {
      if (edge.from !== id || !within.has(edge.to)) continue;
      if (path.has(edge.to)) back.add(edge.id);
      else if (!done.has(edge.to)) visit(edge.to);
    }
    path.delete(id);
    done.add(id);
  };
  for (const id of within) if (!done.has(id)) visit(id);
  return back;
}
