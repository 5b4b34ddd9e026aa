import { describe, it } from 'vitest';
import { machineOf, succeeds, task } from '../../unit/asl/tell.ts';
import { type Told, toldAs } from './between.ts';

describe('a divergence', () => {
  it.each<Told>([
    [
      'a timeout that changed',
      machineOf({ T: task({ TimeoutSeconds: 5 }) }),
      machineOf({ T: task({ TimeoutSeconds: 6 }) }),
      { answers: [succeeds('T')] },
      { field: 'timeoutInSeconds', recorded: 5, now: 6 },
    ],
    [
      'a timeout that changed',
      machineOf({ T: task() }),
      machineOf({ T: task({ HeartbeatSeconds: 6 }) }),
      { answers: [succeeds('T')] },
      { field: 'heartbeatInSeconds', recorded: undefined, now: 6 },
    ],
    [
      'a timeout that changed',
      machineOf({ W: { Type: 'Wait', Seconds: 100 } }),
      machineOf({ W: { Type: 'Wait', Seconds: 100 } }, { TimeoutSeconds: 50 }),
      {},
      { field: 'TimeoutSeconds', eventType: 'WaitStateExited' },
    ],
    [
      'a timeout that changed',
      machineOf({ W: { Type: 'Wait', Seconds: 100 } }, { TimeoutSeconds: 50 }),
      machineOf({ W: { Type: 'Wait', Seconds: 100 } }),
      {},
      { eventType: 'ExecutionTimedOut', now: 'never' },
    ],
    [
      'another wait',
      machineOf({ W: { Type: 'Wait', Seconds: 10 } }),
      machineOf({ W: { Type: 'Wait', Seconds: 60 } }),
      {},
      { field: 'timestamp', recorded: '2026-01-01T00:00:10.000Z', now: '2026-01-01T00:01:00.000Z' },
    ],
  ])('%s', toldAs);
});
