/** Which states are the machine's usual way, and which are there for errors: those go beside it. */
import type { Graph, GraphEdge } from './graph.ts';
import { startId } from './graph.ts';

export interface Sides {
  /** Everything that is reached without an error. */
  readonly main: ReadonlySet<string>;
  /** What only errors lead to. */
  readonly aside: ReadonlySet<string>;
}

export function sidesOf({ nodes, edges }: Graph): Sides {
  const caught = new Set(edges.filter(({ kind }) => kind === 'catch').map(({ to }) => to));
  const usual = reach(edges, (edge) => edge.kind !== 'catch' && !caught.has(edge.to));
  const parents = new Map(nodes.map(({ id, parent }) => [id, parent]));
  const aside = new Set<string>();
  for (const { id, parent, state } of nodes) {
    // What is inside of a Parallel or Map state stays there.
    if (state !== undefined && parent === undefined && !usual.has(id)) aside.add(id);
  }
  const main = new Set(nodes.map(({ id }) => id).filter((id) => !aside.has(outermost(parents, id))));
  return { main, aside: new Set([...parents.keys()].filter((id) => !main.has(id))) };
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

/** Edges that lead back to a state on the way from the start; found in the order of the definition. */
export function backEdges(edges: readonly GraphEdge[], within: ReadonlySet<string>): ReadonlySet<string> {
  const back = new Set<string>();
  const done = new Set<string>();
  const way = new Set<string>();
  const visit = (id: string): void => {
    way.add(id);
    for (const edge of edges) {
      if (edge.from !== id || !within.has(edge.to)) continue;
      if (way.has(edge.to)) back.add(edge.id);
      else if (!done.has(edge.to)) visit(edge.to);
    }
    way.delete(id);
    done.add(id);
  };
  for (const id of within) if (!done.has(id)) visit(id);
  return back;
}
