import { describe, it } from 'vitest';
import { definitionOf, succeeds } from '../../unit/state-machines/asl/support.ts';
import { MAP, type Told, toldAs } from './between.ts';

describe('a divergence', () => {
  it.each<Told>([
    [
      'number of items changed',
      definitionOf({ M: MAP }),
      definitionOf({ M: { ...MAP, Items: [1] } }),
      { answers: [succeeds('I'), succeeds('I')] },
      { field: 'length', recorded: 2, now: 1 },
    ],
    [
      'concurrency changed',
      definitionOf({ M: MAP }),
      definitionOf({ M: { ...MAP, MaxConcurrency: 2 } }),
      { answers: [succeeds('I'), succeeds('I')] },
      { eventType: 'MapIterationStarted', field: 'previousEventId' },
    ],
    [
      'input changed',
      definitionOf({ M: MAP }),
      definitionOf({ M: { ...MAP, ItemSelector: { v: '{% $states.context.Map.Item.Value %}' } } }),
      { answers: [succeeds('I'), succeeds('I')] },
      { eventType: 'TaskStateEntered', field: 'input', recorded: 1, now: { v: 1 } },
    ],
  ])('%s', toldAs);
});
