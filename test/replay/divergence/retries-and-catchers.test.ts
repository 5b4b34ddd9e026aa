import { describe, it } from 'vitest';
import { definitionOf, fails, succeeds, task, timesOut } from '../../unit/state-machines/asl/support.ts';
import { CATCH, RETRY, type Told, toldAs, Z } from './between.ts';

describe('a divergence', () => {
  it.each<Told>([
    [
      'a retrier no longer applies',
      definitionOf({ T: task(RETRY) }),
      definitionOf({ T: task() }),
      { answers: [fails('T', 'E'), succeeds('T')] },
      { eventId: 6, recorded: 'TaskScheduled', now: 'ExecutionFailed' },
    ],
    [
      'a retrier now applies',
      definitionOf({ T: task() }),
      definitionOf({ T: task(RETRY) }),
      { answers: [fails('T', 'E')] },
      { recorded: 'ExecutionFailed', now: 'nothing (waiting)' },
    ],
    [
      'retry delay changed',
      definitionOf({ T: task(RETRY) }),
      definitionOf({ T: task({ Retry: [{ ErrorEquals: ['E'], IntervalSeconds: 60 }] }) }),
      { answers: [fails('T', 'E'), succeeds('T')] },
      { eventId: 6, field: 'timestamp' },
    ],
    [
      'retry delay changed',
      definitionOf({ T: task(RETRY) }),
      definitionOf({
        T: task({ Retry: [{ ErrorEquals: ['E'], IntervalSeconds: 1, JitterStrategy: 'FULL' }] }),
      }),
      { answers: [fails('T', 'E'), succeeds('T')] },
      { eventId: 6, field: 'timestamp' },
    ],
    [
      'a catcher no longer applies',
      definitionOf({ T: task(CATCH), Z }),
      definitionOf({ T: task(), Z }),
      { answers: [fails('T', 'E')] },
      { eventId: 6, recorded: 'TaskStateExited', now: 'ExecutionFailed' },
    ],
    [
      'a catcher now applies',
      definitionOf({ T: task(), Z }),
      definitionOf({ T: task(CATCH), Z }),
      { answers: [fails('T', 'E')] },
      { recorded: 'ExecutionFailed', now: "TaskStateExited 'T'" },
    ],
    [
      'a catcher no longer applies',
      definitionOf({
        T: task({ TimeoutSeconds: 5, Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Z' }] }),
        Z,
      }),
      definitionOf({ T: task({ TimeoutSeconds: 5 }), Z }),
      { answers: [timesOut('T')] },
      { eventId: 6 },
    ],
  ])('%s', toldAs);
});
