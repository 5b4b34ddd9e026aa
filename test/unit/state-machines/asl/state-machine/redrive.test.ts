import { describe, expect, it } from 'vitest';
import { branchOf, definitionOf, outline, task } from '../support.ts';
import { CALL, Lifecycle, SECOND, START } from './lifecycle.ts';

describe('redrive', () => {
  const definition = definitionOf(
    {
      A: { Type: 'Pass', Assign: { kept: 1 }, Next: 'T' },
      T: task({
        Arguments: { kept: '{% $kept %}', redrive: '{% $states.context.Execution.RedriveCount %}' },
        Retry: [{ ErrorEquals: ['E'], MaxAttempts: 1 }],
      }),
    },
    { TimeoutSeconds: 100 },
  );

  function failedOnce(): Lifecycle {
    const lifecycle = new Lifecycle(definition);
    lifecycle.at(1, { kind: 'taskFailed', scheduledEventId: 5, error: 'E', cause: undefined });
    lifecycle.at(3, { kind: 'timer' });
    lifecycle.at(4, { kind: 'taskFailed', scheduledEventId: 8, error: 'E', cause: 'twice' });
    return lifecycle;
  }

  it('schedules the failed task again with its variables and counts the redrive', () => {
    const lifecycle = failedOnce();

    const { calls } = lifecycle.at(1000, { kind: 'redrive' });

    expect(outline(lifecycle.history).slice(-5)).toEqual([
      '10<9 TaskFailed',
      '11<10 ExecutionFailed',
      '12<11 ExecutionRedriven',
      '13<12 TaskScheduled',
      '14<13 TaskStarted',
    ]);
    expect(lifecycle.history[11]?.executionRedrivenEventDetails).toEqual({ redriveCount: 1 });
    expect(calls).toEqual([
      expect.objectContaining({ scheduledEventId: 13, parameters: '{"kept":1,"redrive":1}' }),
    ]);
    expect(lifecycle.execution).toMatchObject({ status: 'RUNNING', redriveCount: 1, error: undefined });
  });

  it('resets retries and the execution timeout', () => {
    const lifecycle = failedOnce();

    const { nextTimer } = lifecycle.at(1000, { kind: 'redrive' });
    lifecycle.at(1001, { kind: 'taskFailed', scheduledEventId: 13, error: 'E', cause: undefined });

    expect(nextTimer).toBe(START + 1100 * SECOND);
    expect(lifecycle.execution.status).toBe('RUNNING');
  });

  it('can be repeated, and the history folds to the same state', () => {
    const lifecycle = failedOnce();
    lifecycle.at(10, { kind: 'redrive' });
    lifecycle.at(11, { kind: 'stop', error: undefined, cause: undefined });
    lifecycle.at(12, { kind: 'redrive' });

    const restarted = lifecycle.restarted();
    const ends = [lifecycle, restarted].map(
      (one) => one.at(13, { kind: 'taskSucceeded', scheduledEventId: 17, output: '{}' }).events,
    );

    expect(ends[0]).toEqual(ends[1]);
    expect(restarted.execution).toMatchObject({ status: 'SUCCEEDED', redriveCount: 2 });
  });

  it('enters a Fail state again, which fails again', () => {
    const lifecycle = new Lifecycle(definitionOf({ F: { Type: 'Fail', Error: 'E' } }));

    lifecycle.at(1, { kind: 'redrive' });

    expect(outline(lifecycle.history).slice(2)).toEqual([
      '3<2 ExecutionFailed',
      '4<3 ExecutionRedriven',
      '5<4 FailStateEntered',
      '6<5 ExecutionFailed',
    ]);
  });

  it('reruns only branches that did not succeed', () => {
    const Branches = [
      branchOf({ A: task() }),
      branchOf({ B: task() }),
      branchOf({ C: { Type: 'Pass', Output: 'c' } }),
    ];
    const lifecycle = new Lifecycle(definitionOf({ P: { Type: 'Parallel', Branches } }));
    lifecycle.at(1, { kind: 'taskFailed', scheduledEventId: 5, error: 'E', cause: undefined });

    const { calls } = lifecycle.at(2, { kind: 'redrive' });
    for (const { scheduledEventId, stateName } of calls)
      lifecycle.at(3, { kind: 'taskSucceeded', scheduledEventId, output: JSON.stringify(stateName) });

    expect(calls.map(({ stateName }) => stateName)).toEqual(['A', 'B']);
    expect(lifecycle.execution.output).toBe('["A","B","c"]');
    expect(lifecycle.restarted().execution.output).toBe('["A","B","c"]');
  });

  it('resumes the items of a Map that failed, were aborted or never started', () => {
    const definition = definitionOf({
      M: { Type: 'Map', Items: [1, 2, 3], MaxConcurrency: 2, ItemProcessor: branchOf({ T: task() }) },
    });
    const lifecycle = new Lifecycle(definition);
    lifecycle.at(1, { kind: 'taskFailed', scheduledEventId: 7, error: 'E', cause: undefined });

    lifecycle.at(2, { kind: 'redrive' });
    for (let round = 0; round < 3; round += 1) {
      const { calls } = lifecycle.machine.outstanding(lifecycle.execution);
      for (const { scheduledEventId } of calls)
        lifecycle.at(3, { kind: 'taskSucceeded', scheduledEventId, output: '1' });
    }

    expect(lifecycle.execution.output).toBe('[1,1,1]');
  });

  it('does nothing for a running or succeeded execution', () => {
    const running = new Lifecycle(CALL);
    const succeeded = new Lifecycle(definitionOf({ A: { Type: 'Pass' } }));

    expect(running.at(1, { kind: 'redrive' }).events).toEqual([]);
    expect(succeeded.at(1, { kind: 'redrive' }).events).toEqual([]);
  });
});
