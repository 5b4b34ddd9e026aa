import { describe, it } from 'vitest';
import { machineOf, succeeds } from '../../unit/asl/tell.ts';
import { MAP, type Told, toldAs } from './between.ts';

describe('a divergence', () => {
  it.each<Told>([
    [
      'another number of items',
      machineOf({ M: MAP }),
      machineOf({ M: { ...MAP, Items: [1] } }),
      { answers: [succeeds('I'), succeeds('I')] },
      { field: 'length', recorded: 2, now: 1 },
    ],
    [
      'another concurrency',
      machineOf({ M: MAP }),
      machineOf({ M: { ...MAP, MaxConcurrency: 2 } }),
      { answers: [succeeds('I'), succeeds('I')] },
      { eventType: 'MapIterationStarted', field: 'previousEventId' },
    ],
    [
      'another input',
      machineOf({ M: MAP }),
      machineOf({ M: { ...MAP, ItemSelector: { v: '{% $states.context.Map.Item.Value %}' } } }),
      { answers: [succeeds('I'), succeeds('I')] },
      { eventType: 'TaskStateEntered', field: 'input', recorded: 1, now: { v: 1 } },
    ],
  ])('%s', toldAs);
});
