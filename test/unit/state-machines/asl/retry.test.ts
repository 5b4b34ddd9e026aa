import { describe, expect, it } from 'vitest';
import {
  definitionOf,
  detailsOf,
  fails,
  historyOf,
  outline,
  succeeds,
  task,
  times,
  types,
} from './support.ts';

describe('Retry', () => {
  it('schedules the task again without another entry', () => {
    const definition = definitionOf({ T: task({ Retry: [{ ErrorEquals: ['Busy'] }] }) });

    const history = historyOf(definition, { answers: [fails('T', 'Busy'), succeeds('T')] });

    expect(outline(history).slice(2, 9)).toEqual([
      '3<2 TaskScheduled',
      '4<3 TaskStarted',
      '5<4 TaskFailed',
      '6<5 TaskScheduled',
      '7<6 TaskStarted',
      '8<7 TaskSucceeded',
      '9<8 TaskStateExited',
    ]);
  });

  it('waits by interval, backoff and cap', () => {
    const retrier = {
      ErrorEquals: ['States.ALL'],
      IntervalSeconds: 2,
      BackoffRate: 3,
      MaxAttempts: 4,
      MaxDelaySeconds: 10,
    };
    const definition = definitionOf({ T: task({ Retry: [retrier] }) });

    const history = historyOf(definition, { answers: Array.from({ length: 9 }, () => fails('T', 'Busy')) });

    expect(times(history, 'TaskScheduled')).toEqual([0, 2, 8, 18, 28]);
    expect(types(history).at(-1)).toBe('ExecutionFailed');
  });

  it('derives its jitter from execution and event', () => {
    const retrier = {
      ErrorEquals: ['States.ALL'],
      IntervalSeconds: 100,
      MaxAttempts: 2,
      JitterStrategy: 'FULL',
    };
    const definition = definitionOf({ T: task({ Retry: [retrier] }) });
    const answers = [fails('T', 'Busy'), fails('T', 'Busy'), succeeds('T')];

    const [first, second] = [historyOf(definition, { answers }), historyOf(definition, { answers })];

    expect(times(first, 'TaskScheduled')).toEqual(times(second, 'TaskScheduled'));
    expect(times(first, 'TaskScheduled')[1]).toBeGreaterThan(0);
    expect(times(first, 'TaskScheduled')[1]).toBeLessThan(100);
  });

  it('counts per retrier, and never retries with MaxAttempts 0', () => {
    const Retry = [
      { ErrorEquals: ['A'], MaxAttempts: 1 },
      { ErrorEquals: ['B'], MaxAttempts: 1 },
      { ErrorEquals: ['C'], MaxAttempts: 0 },
    ];
    const definition = definitionOf({ T: task({ Retry }) });

    const history = historyOf(definition, { answers: [fails('T', 'A'), fails('T', 'B'), fails('T', 'C')] });

    expect(types(history).filter((type) => type === 'TaskScheduled')).toHaveLength(3);
    expect(detailsOf(history, 'ExecutionFailed')).toEqual({ error: 'C', cause: 'because' });
  });

  it('provides the retry count to the arguments', () => {
    const definition = definitionOf({
      T: task({
        Arguments: { attempt: '{% $states.context.State.RetryCount %}' },
        Retry: [{ ErrorEquals: ['States.ALL'] }],
      }),
    });

    const history = historyOf(definition, { answers: [fails('T', 'Busy'), succeeds('T')] });

    const attempts = history
      .filter((one) => one.type === 'TaskScheduled')
      .map((one) => JSON.stringify(one.taskScheduledEventDetails));
    expect(attempts).toEqual([
      expect.stringContaining('{\\"attempt\\":0}'),
      expect.stringContaining('{\\"attempt\\":1}'),
    ]);
  });
});
