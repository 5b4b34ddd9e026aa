import { describe, expect, it } from 'vitest';
import { detailsOf, fails, machineOf, play, succeeds, task, tell, timesOut, types } from './tell.ts';

function times(history: ReturnType<typeof play>, type: string): number[] {
  const start = history[0]?.timestamp ?? 0;
  return history.filter((one) => one.type === type).map((one) => (one.timestamp - start) / 1000);
}

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

describe('Catch', () => {
  it('leaves the state with error and cause, or with its own Output and Assign', () => {
    const Catch = [
      { ErrorEquals: ['Plain'], Next: 'C' },
      {
        ErrorEquals: ['States.ALL'],
        Next: 'C',
        Output: '{% $states.errorOutput.Error %}',
        Assign: { caught: true },
      },
    ];
    const definition = machineOf({ T: task({ Catch }), C: { Type: 'Pass' } });

    const exits = ['Plain', 'Other'].map((error) =>
      detailsOf(play(definition, { answers: [fails('T', error)] }), 'TaskStateExited'),
    );

    expect(exits).toEqual([
      { name: 'T', output: '{"Error":"Plain","Cause":"because"}' },
      { name: 'T', output: '"Other"', assignedVariables: { caught: 'true' } },
    ]);
  });

  it('comes after the retries are used up', () => {
    const definition = machineOf({
      T: task({
        Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 1 }],
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'C' }],
      }),
      C: { Type: 'Pass' },
    });

    const history = play(definition, { answers: [fails('T', 'A'), fails('T', 'A')] });

    expect(tell(history).slice(4, 10)).toEqual([
      '5<4 TaskFailed',
      '6<5 TaskScheduled',
      '7<6 TaskStarted',
      '8<7 TaskFailed',
      '9<8 TaskStateExited',
      '10<9 PassStateEntered',
    ]);
  });

  it.each([
    ['States.ALL', 'States.Timeout', true],
    ['States.ALL', 'States.Runtime', false],
    ['States.TaskFailed', 'Anything', true],
    ['States.TaskFailed', 'States.Timeout', false],
    ['Exact', 'Exact', true],
    ['Exact', 'Exactly', false],
  ])('of %s takes %s: %s', (name, error, taken) => {
    const definition = machineOf({
      T: task({ Catch: [{ ErrorEquals: [name], Next: 'C' }] }),
      C: { Type: 'Pass' },
    });

    const history = play(definition, { answers: [fails('T', error)] });

    expect(types(history).at(-1)).toBe(taken ? 'ExecutionSucceeded' : 'ExecutionFailed');
  });

  it('gives nulls where an answer had neither error nor cause', () => {
    const definition = machineOf({
      T: task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'C' }] }),
      C: { Type: 'Pass' },
    });

    const history = play(definition, { answers: [{ state: 'T', result: { type: 'TaskFailed' } }] });

    expect(detailsOf(history, 'TaskFailed')).toEqual({ resourceType: 'lambda', resource: 'invoke' });
    expect(detailsOf(history, 'TaskStateExited').output).toBe('{"Error":null,"Cause":null}');
  });

  it('that cannot evaluate its Output fails the state, and is not asked again', () => {
    const definition = machineOf({
      T: task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'C', Output: '{% $nothing %}' }] }),
      C: { Type: 'Pass' },
    });

    const history = play(definition, { answers: [fails('T', 'A')] });

    expect(tell(history).slice(4)).toEqual(['5<4 TaskFailed', '6<5 EvaluationFailed', '7<6 ExecutionFailed']);
  });
});

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

describe('an expression that fails', () => {
  const prefix = "An error occurred while executing the state 'A' (entered at the event id #2). ";

  it.each([
    [
      '{% $nothing %}',
      "The JSONata expression '$nothing' specified for the field 'Output' returned nothing (undefined).",
    ],
    ['{% $sum("x") %}', 'threw an error during evaluation. T0412: '],
    ['{% function($x){$x} %}', 'returned an unsupported result type.'],
    ['{% $eval("1") %}', 'T1006: Attempted to invoke a non-function'],
    ['{% ($f := function($n){$f($n)}; $f(1)) %}', 'D1012: Evaluation timeout after 1000 milliseconds'],
    ['{% ($f := function($n){1 + $f($n)}; $f(1)) %}', 'D1011: Stack overflow'],
    ['{% $map([1..1000001], function($v){$v}) %}', 'D2015'],
  ])('%s fails its state only', (Output, cause) => {
    const history = play(machineOf({ A: { Type: 'Pass', Output } }));

    expect(tell(history)).toEqual([
      '1<0 ExecutionStarted',
      '2<0 PassStateEntered',
      '3<0 EvaluationFailed',
      '4<3 ExecutionFailed',
    ]);
    const details = detailsOf(history, 'EvaluationFailed');
    expect(details).toMatchObject({ error: 'States.QueryEvaluationError', location: 'Output', state: 'A' });
    expect(details.cause).toContain(prefix);
    expect(details.cause).toContain(cause);
  });

  it('in the arguments of a task can be caught', () => {
    const definition = machineOf({
      T: task({
        Arguments: { x: '{% $nothing %}' },
        Catch: [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'C' }],
      }),
      C: { Type: 'Pass' },
    });

    expect(tell(play(definition)).slice(1, 5)).toEqual([
      '2<0 TaskStateEntered',
      '3<0 EvaluationFailed',
      '4<3 TaskStateExited',
      '5<4 PassStateEntered',
    ]);
  });

  it.each([
    [
      'Condition',
      { Type: 'Choice', Choices: [{ Condition: '{% 1 %}', Next: 'Z' }] },
      "Expected 'boolean', but was 'number' for value: 1",
    ],
    ['Seconds', { Type: 'Wait', Seconds: "{% 'x' %}" }, `Expected 'number', but was 'string' for value: "x"`],
    [
      'TimeoutSeconds',
      task({ TimeoutSeconds: '{% 0 %}' }),
      'The TimeoutSeconds field must be an integer from 1 to 99999999 but was: 0',
    ],
    ['Error', { Type: 'Fail', Error: '{% 1 %}' }, "Expected 'string', but was 'number' for value: 1"],
  ])('or gives the wrong type for %s says so', (_field, state, message) => {
    const history = play(machineOf({ A: state, Z: { Type: 'Pass' } }));

    expect(detailsOf(history, 'EvaluationFailed').cause).toContain(message);
  });
});
