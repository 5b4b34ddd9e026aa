import { describe, expect, it } from 'vitest';
import type { Box, Point } from '#web/inspector/model/geometry.ts';
import { endId, graphOf, startId } from '#web/inspector/model/graph.ts';
import { layoutOf } from '#web/inspector/model/layout.ts';
import { visitsOf } from '#web/inspector/model/visits.ts';
import { historyOf, recorded, session } from '../histories.ts';

function graphOfRecorded(name: string) {
  const graph = graphOf(session, visitsOf(historyOf(name)).all, true);
  const node = (id: string) => graph.nodes.find((one) => one.id === id);
  const edge = (from: string, to: string) => graph.edges.find((one) => one.from === from && one.to === to);
  return { graph, node, edge };
}

describe('graphOf', () => {
  it('shows which states were reached and which transitions were taken', () => {
    const { node, edge } = graphOfRecorded('succeeded');

    expect(node('SessionSucceeded')?.status).toBe('succeeded');
    expect(node('HandleError')?.status).toBe('notReached');
    expect(edge(startId, 'ValidateInput')?.taken).toBe(1);
    expect(edge('ValidateMask', 'MaskAccepted?')?.taken).toBe(1);
    expect(edge('MaskAccepted?', 'WaitForMask')?.taken).toBe(0);
    expect(edge('SessionSucceeded', endId)?.taken).toBe(1);
  });

  it('counts visits, retries and caught errors', () => {
    const refused = graphOfRecorded('mask-refused_succeeded');
    const retried = graphOfRecorded('RequestEmbedding-retried-2-times_succeeded');
    const caught = graphOfRecorded('RequestEmbedding-caught-States.Timeout_succeeded');

    expect(refused.node('WaitForMask')?.visits).toBe(2);
    expect(refused.edge('MaskAccepted?', 'WaitForMask')?.taken).toBe(1);
    expect(retried.node('RequestEmbedding')?.retries).toBe(2);
    expect(caught.node('RequestEmbedding')).toMatchObject({ status: 'caught', caught: 1 });
    expect(caught.edge('RequestEmbedding', 'CheckEmbedding')).toMatchObject({ kind: 'catch', taken: 1 });
  });

  it('does not count a redrive’s first attempt as a retry', () => {
    const { node } = graphOfRecorded('stopped-in-WaitForMask_redriven_succeeded');

    expect(node('WaitForMask')).toMatchObject({ redriven: true, retries: 0, visits: 1, status: 'succeeded' });
  });

  it('labels transitions with their conditions and errors', () => {
    const { edge } = graphOfRecorded('succeeded');

    expect(edge('MaskAccepted?', 'RequestReconstruction')?.labels).toEqual(['$states.input.accepted']);
    expect(edge('WaitForMask', 'HandleError')).toMatchObject({
      kind: 'catch',
      labels: ['States.Timeout', 'States.ALL'],
    });
    expect(edge('MaskAccepted?', 'HandleError')).toMatchObject({ kind: 'default', labels: ['otherwise'] });
  });

  it('keeps visited states that the definition does not have', () => {
    const states = session.states.filter(({ name }) => name !== 'MaskAccepted?');
    const graph = graphOf({ ...session, states }, visitsOf(historyOf('succeeded')).all, true);

    const foreign = graph.nodes.find(({ id }) => id === 'MaskAccepted?');
    expect(foreign).toMatchObject({ isForeign: true, type: 'Choice', status: 'succeeded' });
    expect(graph.edges.find(({ from }) => from === 'MaskAccepted?')?.taken).toBe(1);
  });
});

describe.each(recorded)('the graph of $name', ({ history }) => {
  const { all } = visitsOf(history);
  const graph = graphOf(session, all, true);

  it('has every visited state and every taken transition', () => {
    const reached = graph.nodes.filter(({ state, visits }) => state !== undefined && visits > 0);
    const steps = all.filter(({ from }) => from !== undefined).length;
    const taken = graph.edges
      .filter(({ from, to }) => from !== startId && to !== endId)
      .reduce((sum, edge) => sum + edge.taken, 0);

    expect(reached.map(({ id }) => id).toSorted()).toEqual(
      [...new Set(all.map(({ state }) => state))].toSorted(),
    );
    expect(taken).toBe(steps);
    expect(graph.nodes.filter(({ isForeign }) => isForeign)).toEqual([]);
  });

  it('is laid out without overlapping states', () => {
    const { nodes, edges, field } = layoutOf(graph);
    const isInside = ({ x, y, width = 0, height = 0 }: Point & Partial<Box>) =>
      x >= field.x &&
      y >= field.y &&
      x + width <= field.x + field.width &&
      y + height <= field.y + field.height;

    expect(nodes.filter((node) => !isInside(node))).toEqual([]);
    expect(edges.filter(({ points }) => points.length < 2 || !points.every(isInside))).toEqual([]);
    const overlapping = nodes.flatMap((one, index) =>
      nodes
        .slice(index + 1)
        .filter(
          (other) =>
            one.x < other.x + other.width &&
            other.x < one.x + one.width &&
            one.y < other.y + other.height &&
            other.y < one.y + one.height,
        ),
    );
    expect(overlapping).toEqual([]);
  });
});
