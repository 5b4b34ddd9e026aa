import { describe, expect, it } from 'vitest';
import { branchOf, detailsOf, machineOf, play } from './tell.ts';

describe('variables', () => {
  it('are seen by later states, not by the state that assigns them', () => {
    const definition = machineOf({
      A: { Type: 'Pass', Assign: { x: 1 }, Next: 'B' },
      B: { Type: 'Pass', Assign: { x: '{% $x + 1 %}' }, Output: '{% $x %}', Next: 'C' },
      C: { Type: 'Pass', Output: '{% $x %}' },
    });

    const outputs = play(definition).filter((one) => one.type === 'PassStateExited');

    expect(outputs.map((one) => JSON.stringify(one.stateExitedEventDetails))).toEqual([
      expect.stringContaining('"assignedVariables":{"x":"1"}'),
      expect.stringContaining('"output":"1"'),
      expect.stringContaining('"output":"2"'),
    ]);
  });

  it('of an inner scope end with it', () => {
    const definition = machineOf({
      P: {
        Type: 'Parallel',
        Branches: [branchOf({ A: { Type: 'Pass', Assign: { inner: 1 } } })],
        Next: 'After',
      },
      After: { Type: 'Pass', Output: '{% $exists($inner) %}' },
    });

    expect(detailsOf(play(definition), 'ExecutionSucceeded')).toEqual({ output: 'false' });
  });
});
