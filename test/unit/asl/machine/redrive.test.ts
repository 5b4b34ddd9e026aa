import { describe, expect, it } from 'vitest';
import { branchOf, machineOf, task, tell } from '../tell.ts';
import { CALL, Life, SECOND, START } from './life.ts';

describe('redrive', () => {
  const definition = machineOf(
    {
      A: { Type: 'Pass', Assign: { kept: 1 }, Next: 'T' },
      T: task({
        Arguments: { kept: '{% $kept %}', redrive: '{% $states.context.Execution.RedriveCount %}' },
        Retry: [{ ErrorEquals: ['E'], MaxAttempts: 1 }],
      }),
    },
    { TimeoutSeconds: 100 },
  );

  function failedOnce(): Life {
    const life = new Life(definition);
    life.at(1, { kind: 'taskFailed', scheduledEventId: 5, error: 'E', cause: undefined });
    life.at(3, { kind: 'timer' });
    life.at(4, { kind: 'taskFailed', scheduledEventId: 8, error: 'E', cause: 'twice' });
    return life;
  }

  it('schedules the failed task again with its variables, and counts', () => {
    const life = failedOnce();

    const { calls } = life.at(1000, { kind: 'redrive' });

    expect(tell(life.history).slice(-5)).toEqual([
      '10<9 TaskFailed',
      '11<10 ExecutionFailed',
      '12<11 ExecutionRedriven',
      '13<12 TaskScheduled',
      '14<13 TaskStarted',
    ]);
    expect(life.history[11]?.executionRedrivenEventDetails).toEqual({ redriveCount: 1 });
    expect(calls).toEqual([
      expect.objectContaining({ scheduledEventId: 13, parameters: '{"kept":1,"redrive":1}' }),
    ]);
    expect(life.execution).toMatchObject({ status: 'RUNNING', redriveCount: 1, error: undefined });
  });

  it('starts retries and the deadline of the machine anew', () => {
    const life = failedOnce();

    const { nextTimer } = life.at(1000, { kind: 'redrive' });
    life.at(1001, { kind: 'taskFailed', scheduledEventId: 13, error: 'E', cause: undefined });

    expect(nextTimer).toBe(START + 1100 * SECOND);
    expect(life.execution.status).toBe('RUNNING');
  });

  it('may come again after it failed again, and the history folds to the same', () => {
    const life = failedOnce();
    life.at(10, { kind: 'redrive' });
    life.at(11, { kind: 'stop', error: undefined, cause: undefined });
    life.at(12, { kind: 'redrive' });

    const refolded = life.refolded();
    const ends = [life, refolded].map(
      (one) => one.at(13, { kind: 'taskSucceeded', scheduledEventId: 17, output: '{}' }).events,
    );

    expect(ends[0]).toEqual(ends[1]);
    expect(refolded.execution).toMatchObject({ status: 'SUCCEEDED', redriveCount: 2 });
  });

  it('enters a Fail state again, which fails again', () => {
    const life = new Life(machineOf({ F: { Type: 'Fail', Error: 'E' } }));

    life.at(1, { kind: 'redrive' });

    expect(tell(life.history).slice(2)).toEqual([
      '3<2 ExecutionFailed',
      '4<3 ExecutionRedriven',
      '5<4 FailStateEntered',
      '6<5 ExecutionFailed',
    ]);
  });

  it('runs only the branches again that did not succeed', () => {
    const Branches = [
      branchOf({ A: task() }),
      branchOf({ B: task() }),
      branchOf({ C: { Type: 'Pass', Output: 'c' } }),
    ];
    const life = new Life(machineOf({ P: { Type: 'Parallel', Branches } }));
    life.at(1, { kind: 'taskFailed', scheduledEventId: 5, error: 'E', cause: undefined });

    const { calls } = life.at(2, { kind: 'redrive' });
    for (const { scheduledEventId, stateName } of calls)
      life.at(3, { kind: 'taskSucceeded', scheduledEventId, output: JSON.stringify(stateName) });

    expect(calls.map(({ stateName }) => stateName)).toEqual(['A', 'B']);
    expect(life.execution.output).toBe('["A","B","c"]');
    expect(life.refolded().execution.output).toBe('["A","B","c"]');
  });

  it('goes on with the items of a Map that failed, were aborted or never started', () => {
    const definition = machineOf({
      M: { Type: 'Map', Items: [1, 2, 3], MaxConcurrency: 2, ItemProcessor: branchOf({ T: task() }) },
    });
    const life = new Life(definition);
    life.at(1, { kind: 'taskFailed', scheduledEventId: 7, error: 'E', cause: undefined });

    life.at(2, { kind: 'redrive' });
    for (let round = 0; round < 3; round += 1) {
      const { calls } = life.machine.outstanding(life.execution);
      for (const { scheduledEventId } of calls)
        life.at(3, { kind: 'taskSucceeded', scheduledEventId, output: '1' });
    }

    expect(life.execution.output).toBe('[1,1,1]');
  });

  it('does nothing for an execution that runs or has succeeded', () => {
    const running = new Life(CALL);
    const succeeded = new Life(machineOf({ A: { Type: 'Pass' } }));

    expect(running.at(1, { kind: 'redrive' }).events).toEqual([]);
    expect(succeeded.at(1, { kind: 'redrive' }).events).toEqual([]);
  });
});
