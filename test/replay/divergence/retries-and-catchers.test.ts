import { describe, it } from 'vitest';
import { fails, machineOf, succeeds, task, timesOut } from '../../unit/asl/tell.ts';
import { CATCH, RETRY, type Told, toldAs, Z } from './between.ts';

describe('a divergence', () => {
  it.each<Told>([
    [
      'a retrier no longer applies',
      machineOf({ T: task(RETRY) }),
      machineOf({ T: task() }),
      { answers: [fails('T', 'E'), succeeds('T')] },
      { eventId: 6, recorded: 'TaskScheduled', now: 'ExecutionFailed' },
    ],
    [
      'a retrier applies now',
      machineOf({ T: task() }),
      machineOf({ T: task(RETRY) }),
      { answers: [fails('T', 'E')] },
      { recorded: 'ExecutionFailed', now: 'nothing: it waits' },
    ],
    [
      'another delay of a retry',
      machineOf({ T: task(RETRY) }),
      machineOf({ T: task({ Retry: [{ ErrorEquals: ['E'], IntervalSeconds: 60 }] }) }),
      { answers: [fails('T', 'E'), succeeds('T')] },
      { eventId: 6, field: 'timestamp' },
    ],
    [
      'another delay of a retry',
      machineOf({ T: task(RETRY) }),
      machineOf({ T: task({ Retry: [{ ErrorEquals: ['E'], IntervalSeconds: 1, JitterStrategy: 'FULL' }] }) }),
      { answers: [fails('T', 'E'), succeeds('T')] },
      { eventId: 6, field: 'timestamp' },
    ],
    [
      'a catcher no longer applies',
      machineOf({ T: task(CATCH), Z }),
      machineOf({ T: task(), Z }),
      { answers: [fails('T', 'E')] },
      { eventId: 6, recorded: 'TaskStateExited', now: 'ExecutionFailed' },
    ],
    [
      'a catcher applies now',
      machineOf({ T: task(), Z }),
      machineOf({ T: task(CATCH), Z }),
      { answers: [fails('T', 'E')] },
      { recorded: 'ExecutionFailed', now: "TaskStateExited 'T'" },
    ],
    [
      'a catcher no longer applies',
      machineOf({
        T: task({ TimeoutSeconds: 5, Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Z' }] }),
        Z,
      }),
      machineOf({ T: task({ TimeoutSeconds: 5 }), Z }),
      { answers: [timesOut('T')] },
      { eventId: 6 },
    ],
  ])('%s', toldAs);
});
