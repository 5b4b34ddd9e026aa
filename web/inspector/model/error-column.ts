/** Places the states that only errors lead to in a column right of the main path. */

import type { Box } from './geometry.ts';
import type { Graph } from './graph.ts';

const GAP = 30;
/** Space between the columns: a minimum, and the room for each edge track. */
const GUTTER = { minimum: 44, track: 13 };

/** @param boxes positions of the main path's states; the error column is added to it */
export function placeErrorColumn(
  { nodes, edges }: Graph,
  errorPath: ReadonlySet<string>,
  boxes: Map<string, Box>,
  size: { readonly width: number; readonly height: number },
): void {
  const right = Math.max(0, ...[...boxes.values()].map(({ x, width }) => x + width));
  const between = edges.filter(({ from, to }) => errorPath.has(from) !== errorPath.has(to));
  const tracks = new Set(between.map(({ from, to }) => (errorPath.has(to) ? to : from))).size;
  const x = right + GUTTER.minimum + GUTTER.track * 2 * tracks;
  const wanted = wantedHeights(nodes, edges, errorPath, boxes, size.height);
  let free = Number.NEGATIVE_INFINITY;
  for (const [id, y] of [...wanted].toSorted(([, one], [, other]) => one - other)) {
    const top = Math.max(y, free);
    boxes.set(id, { x, y: top, ...size });
    free = top + size.height + GAP;
  }
}

/** Below the lowest state that leads there. Regular transitions count before catchers. */
function wantedHeights(
  nodes: Graph['nodes'],
  edges: Graph['edges'],
  errorPath: ReadonlySet<string>,
  boxes: ReadonlyMap<string, Box>,
  height: number,
): Map<string, number> {
  const wanted = new Map<string, number>();
  const topOf = (id: string) => boxes.get(id)?.y ?? wanted.get(id);
  for (let round = 0; round < nodes.length && wanted.size < errorPath.size; round += 1) {
    for (const id of errorPath) {
      if (wanted.has(id)) continue;
      const into = edges.filter(({ from, to }) => to === id && from !== id && topOf(from) !== undefined);
      const regular = into.filter(({ kind }) => kind !== 'catch');
      const tops = (regular.length > 0 ? regular : into).map(({ from }) => topOf(from) ?? 0);
      if (tops.length > 0) wanted.set(id, Math.max(...tops) + height / 2 + GAP / 2);
    }
  }
  const lowest = Math.max(0, ...wanted.values());
  for (const id of errorPath) if (!wanted.has(id)) wanted.set(id, lowest + height + GAP);
  return wanted;
}
