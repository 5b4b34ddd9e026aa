import { describe, expect, it } from 'vitest';
import { branchOf, definitionOf, detailsOf, historyOf } from './support.ts';

describe('variables', () => {
  it('are visible to later states but not to the assigning state', () => {
    const definition = definitionOf({
      A: { Type: 'Pass', Assign: { x: 1 }, Next: 'B' },
      B: { Type: 'Pass', Assign: { x: '{% $x + 1 %}' }, Output: '{% $x %}', Next: 'C' },
      C: { Type: 'Pass', Output: '{% $x %}' },
    });

    const outputs = historyOf(definition).filter((one) => one.type === 'PassStateExited');

    expect(outputs.map((one) => JSON.stringify(one.stateExitedEventDetails))).toEqual([
      expect.stringContaining('"assignedVariables":{"x":"1"}'),
      expect.stringContaining('"output":"1"'),
      expect.stringContaining('"output":"2"'),
    ]);
  });

  it('end with their scope', () => {
    const definition = definitionOf({
      P: {
        Type: 'Parallel',
        Branches: [branchOf({ A: { Type: 'Pass', Assign: { inner: 1 } } })],
        Next: 'After',
      },
      After: { Type: 'Pass', Output: '{% $exists($inner) %}' },
    });

    expect(detailsOf(historyOf(definition), 'ExecutionSucceeded')).toEqual({ output: 'false' });
  });
});
