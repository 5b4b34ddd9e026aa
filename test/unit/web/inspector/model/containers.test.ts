import { describe, expect, it } from 'vitest';
import { simulate } from '#state-machines/simulation/simulate.ts';
import { readDefinition } from '#web/inspector/model/definition.ts';
import { graphOf } from '#web/inspector/model/graph.ts';
import { layoutOf } from '#web/inspector/model/layout.ts';
import { visitsOf } from '#web/inspector/model/visits.ts';

const resource = 'arn:aws:states:::lambda:invoke';
const task = (next: object) => ({
  Type: 'Task',
  Resource: resource,
  Arguments: { FunctionName: 'f' },
  ...next,
});
const definition = {
  QueryLanguage: 'JSONata',
  StartAt: 'Each',
  States: {
    Each: {
      Type: 'Map',
      Items: [1, 2, 3],
      MaxConcurrency: 2,
      ItemProcessor: {
        StartAt: 'One',
        States: { One: { Type: 'Pass', Next: 'Two' }, Two: task({ End: true }) },
      },
      Next: 'Both',
    },
    Both: {
      Type: 'Parallel',
      Branches: [
        { StartAt: 'Left', States: { Left: task({ End: true }) } },
        {
          StartAt: 'Right',
          States: {
            Right: { Type: 'Pass', Assign: { x: 1 }, Next: 'After' },
            After: { Type: 'Pass', End: true },
          },
        },
      ],
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Done' }],
      Next: 'Done',
    },
    Done: { Type: 'Succeed' },
  },
};
const succeeded = { type: 'TaskSucceeded', output: {} };
const answers = (left: object) => [
  ...[1, 2, 3].map(() => ({ state: 'Two', result: succeeded })),
  { state: 'Left', result: { ...succeeded, ...left } },
];
const run = (left: object) =>
  simulate({ id: 'containers', definition: JSON.parse(JSON.stringify(definition)), tasks: answers(left) });

describe.each([
  ['succeeds', {}],
  ['fails in a branch and catches the error', { type: 'TaskFailed', error: 'Broken', output: undefined }],
])('an execution with a Map and a Parallel state that %s', (_how, left) => {
  const history = run(left);
  const { all, ofEvent } = visitsOf(history);

  it('assigns each event to a visit, and inner visits to their Map or Parallel state', () => {
    const lost = history.filter(({ id, type }) => !type.startsWith('Execution') && !ofEvent.has(id));
    const parentOf = (state: string) => [
      ...new Set(all.filter((visit) => visit.state === state).map(({ parent }) => all[parent ?? -1]?.state)),
    ];

    expect(lost).toEqual([]);
    expect(['One', 'Two', 'Left', 'Right', 'Done'].map(parentOf)).toEqual([
      ['Each'],
      ['Each'],
      ['Both'],
      ['Both'],
      [undefined],
    ]);
    expect(
      all
        .filter(({ state }) => state === 'Two')
        .map(({ iteration }) => iteration)
        .toSorted(),
    ).toEqual([0, 1, 2]);
    expect(all.filter(({ state }) => state === 'Each')).toHaveLength(1);
  });

  it('draws inner states inside their container', () => {
    const { nodes } = layoutOf(graphOf(readDefinition(definition), all, true));
    const box = (id: string) => nodes.find((node) => node.id === id) ?? expect.fail(`no ${id}`);

    for (const [inner, outer] of [
      ['Two', 'Each'],
      ['Left', 'Both'],
      ['After', 'Both'],
    ] as const) {
      const [inside, around] = [box(inner), box(outer)];
      expect(inside.x >= around.x && inside.x + inside.width <= around.x + around.width).toBe(true);
      expect(inside.y >= around.y && inside.y + inside.height <= around.y + around.height).toBe(true);
    }
  });
});

it('shows the error of a failed branch as caught by its Parallel state', () => {
  const { all } = visitsOf(run({ type: 'TaskFailed', error: 'Broken', output: undefined }));

  expect(all.find(({ state }) => state === 'Both')?.outcome).toBe('caught');
});
