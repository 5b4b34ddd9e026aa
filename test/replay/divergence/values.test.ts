import { describe, it } from 'vitest';
import { machineOf } from '../../unit/asl/tell.ts';
import { type Told, toldAs, Z } from './between.ts';

describe('a divergence', () => {
  it.each<Told>([
    [
      'another variable',
      machineOf({ A: { ...Z, Assign: { x: 1 } } }),
      machineOf({ A: { ...Z, Assign: { x: { y: 1 } } } }),
      {},
      { field: 'assignedVariables/x', recorded: 1, now: { y: 1 } },
    ],
    [
      'another variable',
      machineOf({ A: { ...Z, Assign: { x: 1, y: 2 } } }),
      machineOf({ A: { ...Z, Assign: { x: 1 } } }),
      {},
      { field: 'assignedVariables/y', recorded: 2, now: undefined },
    ],
    [
      'another output',
      machineOf({ A: { ...Z, Output: 1 } }),
      machineOf({ A: { ...Z, Output: 2 } }),
      {},
      { field: 'output', recorded: 1, now: 2 },
    ],
    [
      'an expression fails now',
      machineOf({ A: Z }),
      machineOf({ A: { ...Z, Output: '{% $nothing %}' } }),
      {},
      { now: 'EvaluationFailed' },
    ],
    [
      'an expression no longer fails',
      machineOf({ A: { ...Z, Output: '{% $nothing %}' } }),
      machineOf({ A: Z }),
      {},
      { recorded: 'EvaluationFailed', now: "PassStateExited 'A'" },
    ],
    [
      'another error',
      machineOf({ F: { Type: 'Fail', Error: 'E' } }),
      machineOf({ F: { Type: 'Fail', Error: 'F' } }),
      {},
      { field: 'error', recorded: 'E', now: 'F' },
    ],
  ])('%s', toldAs);
});
