import { describe, it } from 'vitest';
import { definitionOf, succeeds, task } from '../../unit/state-machines/asl/support.ts';
import { type Told, toldAs } from './between.ts';

describe('a divergence', () => {
  it.each<Told>([
    [
      'timeout changed',
      definitionOf({ T: task({ TimeoutSeconds: 5 }) }),
      definitionOf({ T: task({ TimeoutSeconds: 6 }) }),
      { answers: [succeeds('T')] },
      { field: 'timeoutInSeconds', recorded: 5, now: 6 },
    ],
    [
      'timeout changed',
      definitionOf({ T: task() }),
      definitionOf({ T: task({ HeartbeatSeconds: 6 }) }),
      { answers: [succeeds('T')] },
      { field: 'heartbeatInSeconds', recorded: undefined, now: 6 },
    ],
    [
      'timeout changed',
      definitionOf({ W: { Type: 'Wait', Seconds: 100 } }),
      definitionOf({ W: { Type: 'Wait', Seconds: 100 } }, { TimeoutSeconds: 50 }),
      {},
      { field: 'TimeoutSeconds', eventType: 'WaitStateExited' },
    ],
    [
      'timeout changed',
      definitionOf({ W: { Type: 'Wait', Seconds: 100 } }, { TimeoutSeconds: 50 }),
      definitionOf({ W: { Type: 'Wait', Seconds: 100 } }),
      {},
      { eventType: 'ExecutionTimedOut', now: 'never' },
    ],
    [
      'wait changed',
      definitionOf({ W: { Type: 'Wait', Seconds: 10 } }),
      definitionOf({ W: { Type: 'Wait', Seconds: 60 } }),
      {},
      { field: 'timestamp', recorded: '2026-01-01T00:00:10.000Z', now: '2026-01-01T00:01:00.000Z' },
    ],
  ])('%s', toldAs);
});
