import { describe, expect, it } from 'vitest';
import { detailsOf, machineOf, play, task, tell, times, timesOut, types } from './tell.ts';

describe('timeouts', () => {
  it('fail a task with States.Timeout and no cause', () => {
    const definition = machineOf({
      T: task({ TimeoutSeconds: 30, Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'C' }] }),
      C: { Type: 'Pass' },
    });

    const history = play(definition, { answers: [timesOut('T')] });

    expect(detailsOf(history, 'TaskTimedOut')).toEqual({
      error: 'States.Timeout',
      resourceType: 'lambda',
      resource: 'invoke',
    });
    expect(times(history, 'TaskTimedOut')).toEqual([30]);
    expect(detailsOf(history, 'TaskStateExited').output).toBe('{"Error":"States.Timeout","Cause":""}');
  });

  it('count for each attempt anew', () => {
    const definition = machineOf({
      T: task({ TimeoutSeconds: 30, Retry: [{ ErrorEquals: ['States.Timeout'], MaxAttempts: 1 }] }),
    });

    const history = play(definition, { answers: [timesOut('T'), timesOut('T')] });

    expect(times(history, 'TaskTimedOut')).toEqual([30, 61]);
  });

  it.each([
    ['States.HeartbeatTimeout', 5, 'ExecutionSucceeded'],
    ['States.Timeout', 5, 'ExecutionSucceeded'],
    ['Other', 5, 'ExecutionFailed'],
  ])('a missed heartbeat is caught as %s', (name, heartbeat, last) => {
    const definition = machineOf({
      T: task({
        HeartbeatSeconds: heartbeat,
        TimeoutSeconds: 60,
        Catch: [{ ErrorEquals: [name], Next: 'C' }],
      }),
      C: { Type: 'Pass' },
    });

    const history = play(definition, { answers: [timesOut('T')] });

    expect(times(history, 'TaskTimedOut')).toEqual([heartbeat]);
    expect(detailsOf(history, 'TaskTimedOut')).toMatchObject({ error: 'States.Timeout' });
    expect(types(history).at(-1)).toBe(last);
  });

  it('a run-out TimeoutSeconds is no missed heartbeat', () => {
    const definition = machineOf({
      T: task({ TimeoutSeconds: 60, Catch: [{ ErrorEquals: ['States.HeartbeatTimeout'], Next: 'C' }] }),
      C: { Type: 'Pass' },
    });

    expect(types(play(definition, { answers: [timesOut('T')] })).at(-1)).toBe('ExecutionFailed');
  });

  it('of the machine end the execution as TIMED_OUT', () => {
    const definition = machineOf({ W: { Type: 'Wait', Seconds: 100 } }, { TimeoutSeconds: 60 });

    const history = play(definition);

    expect(tell(history).at(-1)).toBe('3<0 ExecutionTimedOut');
    expect(times(history, 'ExecutionTimedOut')).toEqual([60]);
  });
});
