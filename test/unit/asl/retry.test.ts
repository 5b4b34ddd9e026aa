import { describe, expect, it } from 'vitest';
import { detailsOf, fails, machineOf, play, succeeds, task, tell, times, types } from './tell.ts';

describe('Retry', () => {
  it('schedules the task again, with no event of its own and no second entry', () => {
    const definition = machineOf({ T: task({ Retry: [{ ErrorEquals: ['Busy'] }] }) });

    const history = play(definition, { answers: [fails('T', 'Busy'), succeeds('T')] });

    expect(tell(history).slice(2, 9)).toEqual([
      '3<2 TaskScheduled',
      '4<3 TaskStarted',
      '5<4 TaskFailed',
      '6<5 TaskScheduled',
      '7<6 TaskStarted',
      '8<7 TaskSucceeded',
      '9<8 TaskStateExited',
    ]);
  });

  it('waits by interval, backoff and cap, as often as it may', () => {
    const retrier = {
      ErrorEquals: ['States.ALL'],
      IntervalSeconds: 2,
      BackoffRate: 3,
      MaxAttempts: 4,
      MaxDelaySeconds: 10,
    };
    const definition = machineOf({ T: task({ Retry: [retrier] }) });

    const history = play(definition, { answers: Array.from({ length: 9 }, () => fails('T', 'Busy')) });

    expect(times(history, 'TaskScheduled')).toEqual([0, 2, 8, 18, 28]);
    expect(types(history).at(-1)).toBe('ExecutionFailed');
  });

  it('draws its jitter from the execution and the event, so that a second run waits the same', () => {
    const retrier = {
      ErrorEquals: ['States.ALL'],
      IntervalSeconds: 100,
      MaxAttempts: 2,
      JitterStrategy: 'FULL',
    };
    const definition = machineOf({ T: task({ Retry: [retrier] }) });
    const answers = [fails('T', 'Busy'), fails('T', 'Busy'), succeeds('T')];

    const [first, second] = [play(definition, { answers }), play(definition, { answers })];

    expect(times(first, 'TaskScheduled')).toEqual(times(second, 'TaskScheduled'));
    expect(times(first, 'TaskScheduled')[1]).toBeGreaterThan(0);
    expect(times(first, 'TaskScheduled')[1]).toBeLessThan(100);
  });

  it('counts for each retrier apart, and never with MaxAttempts 0', () => {
    const Retry = [
      { ErrorEquals: ['A'], MaxAttempts: 1 },
      { ErrorEquals: ['B'], MaxAttempts: 1 },
      { ErrorEquals: ['C'], MaxAttempts: 0 },
    ];
    const definition = machineOf({ T: task({ Retry }) });

    const history = play(definition, { answers: [fails('T', 'A'), fails('T', 'B'), fails('T', 'C')] });

    expect(types(history).filter((type) => type === 'TaskScheduled')).toHaveLength(3);
    expect(detailsOf(history, 'ExecutionFailed')).toEqual({ error: 'C', cause: 'because' });
  });

  it('tells the arguments which retry it is', () => {
    const definition = machineOf({
      T: task({
        Arguments: { attempt: '{% $states.context.State.RetryCount %}' },
        Retry: [{ ErrorEquals: ['States.ALL'] }],
      }),
    });

    const history = play(definition, { answers: [fails('T', 'Busy'), succeeds('T')] });

    const attempts = history
      .filter((one) => one.type === 'TaskScheduled')
      .map((one) => JSON.stringify(one.taskScheduledEventDetails));
    expect(attempts).toEqual([
      expect.stringContaining('{\\"attempt\\":0}'),
      expect.stringContaining('{\\"attempt\\":1}'),
    ]);
  });
});
