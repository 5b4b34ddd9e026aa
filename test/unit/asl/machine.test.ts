import { describe, expect, it } from 'vitest';
import {
  compile,
  type Execution,
  type HistoryEvent,
  type Machine,
  type Stimulus,
} from '#state-machines/asl/index.ts';
import { simulatedFacts } from '#state-machines/conformance/simulate.ts';
import { branchOf, CALLBACK, machineOf, task, tell, types } from './tell.ts';

const START = simulatedFacts('test', '{}').startTime;
const SECOND = 1000;

/** A live execution and its history so far. */
class Life {
  readonly machine: Machine;
  readonly execution: Execution;
  readonly history: HistoryEvent[] = [];

  constructor(definition: object, token?: (arn: string, id: number) => string) {
    this.machine = compile(definition, token === undefined ? {} : { token });
    this.execution = this.machine.begin(simulatedFacts('test', '{}'));
    this.at(0, { kind: 'start' });
  }

  /** @param seconds since the start */
  at(seconds: number, stimulus: Stimulus) {
    const advance = this.machine.advance(this.execution, stimulus, START + seconds * SECOND);
    this.history.push(...advance.events);
    return advance;
  }

  refolded(): Life {
    const copy: Life = Object.create(Life.prototype, {
      machine: { value: this.machine },
      execution: { value: this.machine.fold(this.machine.begin(simulatedFacts('test', '{}')), this.history) },
      history: { value: [...this.history] },
    });
    return copy;
  }
}

const CALL = machineOf({
  T: {
    Type: 'Task',
    Resource: CALLBACK,
    Arguments: { t: '{% $states.context.Task.Token %}' },
    TimeoutSeconds: 60,
    HeartbeatSeconds: 10,
  },
});

describe('a task', () => {
  it('is handed out once, and again after a restart, with the same identity and token', () => {
    const token = (arn: string, id: number) => `secret-${arn.length}-${id}`;
    const life = new Life(CALL, token);
    const call = {
      scheduledEventId: 3,
      stateName: 'T',
      kind: 'optimized',
      resourceType: 'lambda',
      resource: 'invoke.waitForTaskToken',
      submitted: false,
    };

    const { calls } = life.at(1, { kind: 'timer' });
    const again = life.refolded().machine.outstanding(life.refolded().execution);

    expect(calls).toEqual([]);
    expect(again.calls).toEqual([expect.objectContaining(call)]);
    expect(again.calls[0]?.taskToken).toMatch(/^secret-\d+-3$/);
    expect(again.calls[0]?.parameters).toBe(JSON.stringify({ t: again.calls[0]?.taskToken }));
  });

  it('stays out after it was submitted', () => {
    const life = new Life(CALL);
    life.at(1, { kind: 'taskSubmitted', scheduledEventId: 3, output: '{}' });

    const { calls } = life.machine.outstanding(life.refolded().execution);

    expect(calls).toEqual([expect.objectContaining({ submitted: true })]);
  });

  it('may be answered before the call that carried its token came back', () => {
    const life = new Life(CALL);

    life.at(1, { kind: 'taskSucceeded', scheduledEventId: 3, output: '{ "a": 1 }' });
    const late = life.at(2, { kind: 'taskSubmitted', scheduledEventId: 3, output: '{}' });

    expect(tell(life.history).slice(3)).toEqual([
      '4<3 TaskStarted',
      '5<4 TaskSucceeded',
      '6<5 TaskStateExited',
      '7<6 ExecutionSucceeded',
    ]);
    expect(life.execution.output).toBe('{"a":1}');
    expect(late.events).toEqual([]);
  });

  it.each<Stimulus>([
    { kind: 'taskSucceeded', scheduledEventId: 3, output: '{}' },
    { kind: 'taskFailed', scheduledEventId: 3, error: 'E', cause: undefined },
    { kind: 'taskSubmitted', scheduledEventId: 3, output: '{}' },
    { kind: 'heartbeat', scheduledEventId: 3 },
    { kind: 'taskSucceeded', scheduledEventId: 99, output: '{}' },
    { kind: 'start' },
    { kind: 'stop', error: undefined, cause: undefined },
  ])('that was answered is not answered again by $kind $scheduledEventId', (stimulus) => {
    const life = new Life(CALL);
    life.at(1, { kind: 'taskSucceeded', scheduledEventId: 3, output: '{}' });

    expect(life.at(2, stimulus).events).toEqual([]);
  });

  it('must be answered in JSON', () => {
    const life = new Life(CALL);

    expect(() => life.at(1, { kind: 'taskSucceeded', scheduledEventId: 3, output: 'done' })).toThrow(
      'The output of the task scheduled at event 3 is no JSON.',
    );
  });

  it('lives by its heartbeats, until its timeout', () => {
    const life = new Life(CALL);
    const due = [0, 8, 16, 24, 32, 40, 48, 55].map(
      (seconds) => life.at(seconds, { kind: 'heartbeat', scheduledEventId: 3 }).nextTimer,
    );

    life.at(59, { kind: 'timer' });
    expect(types(life.history)).not.toContain('TaskTimedOut');
    life.at(60, { kind: 'timer' });

    expect(due.at(-1)).toBeLessThanOrEqual(START + 60 * SECOND);
    expect(tell(life.history).slice(-2)).toEqual(['5<4 TaskTimedOut', '6<5 ExecutionFailed']);
  });

  it('answered after its timeout has timed out', () => {
    const life = new Life(CALL);

    life.at(61, { kind: 'taskSucceeded', scheduledEventId: 3, output: '{}' });

    expect(types(life.history).slice(-2)).toEqual(['TaskTimedOut', 'ExecutionFailed']);
  });
});

describe('what is due', () => {
  it('is the same after a restart: waits, retries, timeouts, the deadline of the machine', () => {
    const waiting = new Life(machineOf({ W: { Type: 'Wait', Seconds: 90 } }, { TimeoutSeconds: 1000 }));
    const retrying = new Life(
      machineOf({
        T: task({ Retry: [{ ErrorEquals: ['E'], IntervalSeconds: 50, JitterStrategy: 'FULL' }] }),
      }),
    );
    const { nextTimer: retryDue } = retrying.at(5, {
      kind: 'taskFailed',
      scheduledEventId: 3,
      error: 'E',
      cause: undefined,
    });
    const calling = new Life(machineOf({ T: task({ TimeoutSeconds: '{% 20 + 10 %}' }) }));
    const bounded = new Life(machineOf({ T: task() }, { TimeoutSeconds: 1000 }));

    const due = [waiting, retrying, calling, bounded].map(
      (life) => life.machine.outstanding(life.refolded().execution).nextTimer,
    );

    expect(due).toEqual([START + 90 * SECOND, retryDue, START + 30 * SECOND, START + 1000 * SECOND]);
  });

  it('is at once where a history stops in the middle of a step', () => {
    const life = new Life(machineOf({ A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass' } }));
    const cut = life.machine.fold(life.machine.begin(simulatedFacts('test', '{}')), life.history.slice(0, 3));

    expect(life.machine.outstanding(cut).nextTimer).toBe(START);
    expect(life.machine.advance(cut, { kind: 'timer' }, START).events).toEqual(life.history.slice(3));
  });

  it('is nothing but the end once the deadline of the machine has passed, however late that is seen', () => {
    const states = { W: { Type: 'Wait', Seconds: 5, Next: 'T' }, T: task() };
    const life = new Life(machineOf(states, { TimeoutSeconds: 10 }));

    expect(types(life.at(60, { kind: 'timer' }).events)).toEqual(['ExecutionTimedOut']);
  });

  it('fires nothing early', () => {
    const life = new Life(machineOf({ W: { Type: 'Wait', Seconds: 90 } }));

    expect(life.at(89.999, { kind: 'timer' }).events).toEqual([]);
    expect(types(life.at(90, { kind: 'timer' }).events)).toEqual(['WaitStateExited', 'ExecutionSucceeded']);
  });
});

describe('stop', () => {
  it('aborts with what it was given, and forgets the tasks', () => {
    const life = new Life(CALL);

    life.at(1, { kind: 'stop', error: 'Cancelled', cause: 'by its owner' });

    expect(tell(life.history).at(-1)).toBe('5<0 ExecutionAborted');
    expect(life.execution).toMatchObject({ status: 'ABORTED', error: 'Cancelled', cause: 'by its owner' });
    expect(life.machine.outstanding(life.execution)).toEqual({ calls: [], nextTimer: undefined });
  });
});

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

describe('a history that cannot be', () => {
  const life = new Life(CALL);
  const fold = (events: HistoryEvent[]) => () =>
    life.machine.fold(life.machine.begin(simulatedFacts('test', '{}')), events);

  it('with an event missing is refused', () => {
    expect(fold(life.history.filter((one) => one.id !== 2))).toThrow(
      'Event 3 does not fit the definition: event 2 is missing before it',
    );
  });

  it('with an unknown event, state or parent is refused by name', () => {
    const [started, entered] = life.history;
    if (started === undefined || entered === undefined) throw new Error('no history');
    expect(fold([started, { ...entered, type: 'MapRunStarted' }])).toThrow(
      'events of type MapRunStarted are not known',
    );
    expect(fold([started, { ...entered, stateEnteredEventDetails: { name: 'Gone', input: '{}' } }])).toThrow(
      "there is no Task state 'Gone' here",
    );
    expect(fold([started, entered, { ...entered, id: 3, previousEventId: 77 }])).toThrow(
      'no branch has come to event 77',
    );
  });
});

describe('an execution of too many events', () => {
  it('fails with the last one that AWS allows', () => {
    const loop = machineOf({ A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } });

    const life = new Life(loop);

    expect(life.history).toHaveLength(25_000);
    expect(life.execution).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  });
});
