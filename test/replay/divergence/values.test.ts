import { describe, it } from 'vitest';
import { definitionOf } from '../../unit/state-machines/asl/support.ts';
import { type Told, toldAs, Z } from './between.ts';

describe('a divergence', () => {
  it.each<Told>([
    [
      'variable changed',
      definitionOf({ A: { ...Z, Assign: { x: 1 } } }),
      definitionOf({ A: { ...Z, Assign: { x: { y: 1 } } } }),
      {},
      { field: 'assignedVariables/x', recorded: 1, now: { y: 1 } },
    ],
    [
      'variable changed',
      definitionOf({ A: { ...Z, Assign: { x: 1, y: 2 } } }),
      definitionOf({ A: { ...Z, Assign: { x: 1 } } }),
      {},
      { field: 'assignedVariables/y', recorded: 2, now: undefined },
    ],
    [
      'output changed',
      definitionOf({ A: { ...Z, Output: 1 } }),
      definitionOf({ A: { ...Z, Output: 2 } }),
      {},
      { field: 'output', recorded: 1, now: 2 },
    ],
    [
      'an expression now fails',
      definitionOf({ A: Z }),
      definitionOf({ A: { ...Z, Output: '{% $nothing %}' } }),
      {},
      { now: 'EvaluationFailed' },
    ],
    [
      'an expression no longer fails',
      definitionOf({ A: { ...Z, Output: '{% $nothing %}' } }),
      definitionOf({ A: Z }),
      {},
      { recorded: 'EvaluationFailed', now: "PassStateExited 'A'" },
    ],
    [
      'error changed',
      definitionOf({ F: { Type: 'Fail', Error: 'E' } }),
      definitionOf({ F: { Type: 'Fail', Error: 'F' } }),
      {},
      { field: 'error', recorded: 'E', now: 'F' },
    ],
  ])('%s', toldAs);
});
