/** A column for the states that only errors lead to, right of the usual way. */
import type { Graph } from './graph.ts';
import type { Box } from './layout.ts';

const GAP = 30;
/** Between the columns, for the lanes; each of them takes some of it. */
const GUTTER = { least: 44, lane: 13 };

/** @param boxes places of the usual way's states; those of the others are added */
export function placeAside(
  { nodes, edges }: Graph,
  aside: ReadonlySet<string>,
  boxes: Map<string, Box>,
  size: { readonly width: number; readonly height: number },
): void {
  const right = Math.max(0, ...[...boxes.values()].map(({ x, width }) => x + width));
  const between = edges.filter(({ from, to }) => aside.has(from) !== aside.has(to));
  const lanes = new Set(between.map(({ from, to }) => (aside.has(to) ? to : from))).size;
  const x = right + GUTTER.least + GUTTER.lane * 2 * lanes;
  const wanted = wantedHeights(nodes, edges, aside, boxes, size.height);
  let free = Number.NEGATIVE_INFINITY;
  for (const [id, y] of [...wanted].toSorted(([, one], [, other]) => one - other)) {
    const top = Math.max(y, free);
    boxes.set(id, { x, y: top, ...size });
    free = top + size.height + GAP;
  }
}

/** Below the state that leads there; of several below the last, and below an ordinary way rather than a catcher. */
function wantedHeights(
  nodes: Graph['nodes'],
  edges: Graph['edges'],
  aside: ReadonlySet<string>,
  boxes: ReadonlyMap<string, Box>,
  height: number,
): Map<string, number> {
  const wanted = new Map<string, number>();
  const topOf = (id: string) => boxes.get(id)?.y ?? wanted.get(id);
  // States that follow others aside find their place once those have theirs.
  for (let round = 0; round < nodes.length && wanted.size < aside.size; round += 1) {
    for (const id of aside) {
      if (wanted.has(id)) continue;
      const into = edges.filter(({ from, to }) => to === id && from !== id && topOf(from) !== undefined);
      const usual = into.filter(({ kind }) => kind !== 'catch');
      const tops = (usual.length > 0 ? usual : into).map(({ from }) => topOf(from) ?? 0);
      if (tops.length > 0) wanted.set(id, Math.max(...tops) + height / 2 + GAP / 2);
    }
  }
  const lowest = Math.max(0, ...wanted.values());
  for (const id of aside) if (!wanted.has(id)) wanted.set(id, lowest + height + GAP);
  return wanted;
}
