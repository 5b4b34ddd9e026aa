import { describe, expect, it } from 'vitest';
import { definitionOf, detailsOf, historyOf, outline, task, times, timesOut, types } from './support.ts';

describe('timeouts', () => {
  it('fail a task with States.Timeout and no cause', () => {
    const definition = definitionOf({
      T: task({ TimeoutSeconds: 30, Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'C' }] }),
      C: { Type: 'Pass' },
    });

    const history = historyOf(definition, { answers: [timesOut('T')] });

    expect(detailsOf(history, 'TaskTimedOut')).toEqual({
      error: 'States.Timeout',
      resourceType: 'lambda',
      resource: 'invoke',
    });
    expect(times(history, 'TaskTimedOut')).toEqual([30]);
    expect(detailsOf(history, 'TaskStateExited').output).toBe('{"Error":"States.Timeout","Cause":""}');
  });

  it('restart with each attempt', () => {
    const definition = definitionOf({
      T: task({ TimeoutSeconds: 30, Retry: [{ ErrorEquals: ['States.Timeout'], MaxAttempts: 1 }] }),
    });

    const history = historyOf(definition, { answers: [timesOut('T'), timesOut('T')] });

    expect(times(history, 'TaskTimedOut')).toEqual([30, 61]);
  });

  it.each([
    ['States.HeartbeatTimeout', 5, 'ExecutionSucceeded'],
    ['States.Timeout', 5, 'ExecutionSucceeded'],
    ['Other', 5, 'ExecutionFailed'],
  ])('a missed heartbeat is caught by %s', (name, heartbeat, last) => {
    const definition = definitionOf({
      T: task({
        HeartbeatSeconds: heartbeat,
        TimeoutSeconds: 60,
        Catch: [{ ErrorEquals: [name], Next: 'C' }],
      }),
      C: { Type: 'Pass' },
    });

    const history = historyOf(definition, { answers: [timesOut('T')] });

    expect(times(history, 'TaskTimedOut')).toEqual([heartbeat]);
    expect(detailsOf(history, 'TaskTimedOut')).toMatchObject({ error: 'States.Timeout' });
    expect(types(history).at(-1)).toBe(last);
  });

  it('TimeoutSeconds does not count as a missed heartbeat', () => {
    const definition = definitionOf({
      T: task({ TimeoutSeconds: 60, Catch: [{ ErrorEquals: ['States.HeartbeatTimeout'], Next: 'C' }] }),
      C: { Type: 'Pass' },
    });

    expect(types(historyOf(definition, { answers: [timesOut('T')] })).at(-1)).toBe('ExecutionFailed');
  });

  it('of the state machine end the execution as TIMED_OUT', () => {
    const definition = definitionOf({ W: { Type: 'Wait', Seconds: 100 } }, { TimeoutSeconds: 60 });

    const history = historyOf(definition);

    expect(outline(history).at(-1)).toBe('3<0 ExecutionTimedOut');
    expect(times(history, 'ExecutionTimedOut')).toEqual([60]);
  });
});
