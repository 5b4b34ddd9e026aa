import { describe, expect, it } from 'vitest';
import { branchOf, detailsOf, fails, machineOf, play, succeeds, task, tell, types } from './tell.ts';

describe('Pass, Choice, Wait, Succeed and Fail', () => {
  it('enters and leaves each state, the first with no event before it', () => {
    const history = play(machineOf({ A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Succeed' } }), {
      input: { x: 1 },
    });

    expect(tell(history)).toEqual([
      '1<0 ExecutionStarted',
      '2<0 PassStateEntered',
      '3<2 PassStateExited',
      '4<3 SucceedStateEntered',
      '5<4 SucceedStateExited',
      '6<5 ExecutionSucceeded',
    ]);
    expect(detailsOf(history, 'ExecutionSucceeded')).toEqual({ output: '{"x":1}' });
  });

  it('keeps the order of keys and writes compact JSON', () => {
    const definition = machineOf({
      A: { Type: 'Pass', Output: { z: '{% $states.input.b %}', a: [1, { y: null }] } },
    });

    const history = play(definition, { input: { b: { d: 1, c: 2 } } });

    expect(detailsOf(history, 'PassStateExited')).toEqual({
      name: 'A',
      output: '{"z":{"d":1,"c":2},"a":[1,{"y":null}]}',
    });
  });

  it('keeps the input as the caller wrote it in ExecutionStarted, and compact from there', () => {
    const definition = machineOf({ A: { Type: 'Pass' } });

    const history = play(definition, { input: [1, 2] });

    expect(detailsOf(history, 'PassStateEntered')).toEqual({ name: 'A', input: '[1,2]' });
  });

  it('takes the first choice that holds, with its own Assign and Output', () => {
    const definition = machineOf({
      C: {
        Type: 'Choice',
        Choices: [
          { Condition: '{% $states.input.n > 9 %}', Next: 'Big', Assign: { size: 'big' }, Output: 'large' },
          { Condition: '{% $states.input.n > 5 %}', Next: 'Mid', Assign: { size: 'mid' } },
        ],
        Default: 'Small',
        Assign: { size: 'small' },
        Output: 'tiny',
      },
      Big: { Type: 'Pass' },
      Mid: { Type: 'Pass' },
      Small: { Type: 'Pass' },
    });

    const exits = [12, 7, 1].map((n) => detailsOf(play(definition, { input: { n } }), 'ChoiceStateExited'));

    expect(exits).toEqual([
      { name: 'C', output: '"large"', assignedVariables: { size: '"big"' } },
      { name: 'C', output: '{"n":7}', assignedVariables: { size: '"mid"' } },
      { name: 'C', output: '"tiny"', assignedVariables: { size: '"small"' } },
    ]);
  });

  it('fails the execution where no choice holds and there is no default', () => {
    const definition = machineOf({
      C: { Type: 'Choice', Choices: [{ Condition: false, Next: 'A' }] },
      A: { Type: 'Pass' },
    });

    const history = play(definition);

    expect(types(history)).toEqual(['ExecutionStarted', 'ChoiceStateEntered', 'ExecutionFailed']);
    expect(detailsOf(history, 'ExecutionFailed')).toMatchObject({ error: 'States.NoChoiceMatched' });
  });

  it('fails with what a Fail state says, and with nothing where it says nothing', () => {
    const said = play(machineOf({ F: { Type: 'Fail', Error: "{% 'E' & '1' %}", Cause: 'why' } }));
    const silent = play(machineOf({ F: { Type: 'Fail' } }));

    expect(tell(said)).toEqual(['1<0 ExecutionStarted', '2<0 FailStateEntered', '3<2 ExecutionFailed']);
    expect(detailsOf(said, 'ExecutionFailed')).toEqual({ error: 'E1', cause: 'why' });
    expect(detailsOf(silent, 'ExecutionFailed')).toEqual({});
  });

  it.each([
    ['Seconds', 90, 90_000],
    ['Seconds', '{% $states.input.wait * 2 %}', 20_000],
    ['Timestamp', '2026-01-01T00:01:00Z', 60_000],
    ['Timestamp', '2026-01-01T01:00:00.500+00:30', 1_800_500],
    ['Timestamp', '2020-01-01T00:00:00Z', 0],
  ])('waits until %s %s', (field, value, milliseconds) => {
    const history = play(machineOf({ W: { Type: 'Wait', [field]: value } }), { input: { wait: 10 } });

    const [entered, exited] = ['WaitStateEntered', 'WaitStateExited'].map((type) =>
      history.find((one) => one.type === type),
    );
    expect((exited?.timestamp ?? 0) - (entered?.timestamp ?? 0)).toBe(milliseconds);
  });

  it('reports a timestamp that cannot be read after the state was entered', () => {
    const history = play(machineOf({ W: { Type: 'Wait', Timestamp: '{% $states.input.at %}' } }), {
      input: { at: 'noon' },
    });

    expect(tell(history).slice(1)).toEqual([
      '2<0 WaitStateEntered',
      '3<2 EvaluationFailed',
      '4<3 ExecutionFailed',
    ]);
    expect(detailsOf(history, 'EvaluationFailed').cause).toContain(
      'ISO-8601 extended offset date-time format string: noon',
    );
  });

  it.each([
    '2026-02-30T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01 00:00:00Z',
    '2026-01-01T00:00:00',
    '2026-01-01',
  ])('does not take %s for a time', (at) => {
    const history = play(machineOf({ W: { Type: 'Wait', Timestamp: at } }));

    expect(types(history)).toEqual([
      'ExecutionStarted',
      'WaitStateEntered',
      'EvaluationFailed',
      'ExecutionFailed',
    ]);
  });
});

describe('variables', () => {
  it('are seen by later states, not by the state that assigns them', () => {
    const definition = machineOf({
      A: { Type: 'Pass', Assign: { x: 1 }, Next: 'B' },
      B: { Type: 'Pass', Assign: { x: '{% $x + 1 %}' }, Output: '{% $x %}', Next: 'C' },
      C: { Type: 'Pass', Output: '{% $x %}' },
    });

    const outputs = play(definition).filter((one) => one.type === 'PassStateExited');

    expect(outputs.map((one) => JSON.stringify(one.stateExitedEventDetails))).toEqual([
      expect.stringContaining('"assignedVariables":{"x":"1"}'),
      expect.stringContaining('"output":"1"'),
      expect.stringContaining('"output":"2"'),
    ]);
  });

  it('of an inner scope end with it', () => {
    const definition = machineOf({
      P: {
        Type: 'Parallel',
        Branches: [branchOf({ A: { Type: 'Pass', Assign: { inner: 1 } } })],
        Next: 'After',
      },
      After: { Type: 'Pass', Output: '{% $exists($inner) %}' },
    });

    expect(detailsOf(play(definition), 'ExecutionSucceeded')).toEqual({ output: 'false' });
  });
});

describe('Task', () => {
  it('is scheduled with its arguments, started, answered and left', () => {
    const definition = machineOf({
      T: task({
        Arguments: { FunctionName: 'f', Payload: '{% $states.input %}' },
        TimeoutSeconds: '{% 1 + 1 %}',
      }),
    });

    const history = play(definition, { input: { x: 1 }, answers: [succeeds('T', { Payload: 2 })] });

    expect(tell(history)).toEqual([
      '1<0 ExecutionStarted',
      '2<0 TaskStateEntered',
      '3<2 TaskScheduled',
      '4<3 TaskStarted',
      '5<4 TaskSucceeded',
      '6<5 TaskStateExited',
      '7<6 ExecutionSucceeded',
    ]);
    expect(detailsOf(history, 'TaskScheduled')).toEqual({
      resourceType: 'lambda',
      resource: 'invoke',
      region: 'us-east-1',
      parameters: '{"FunctionName":"f","Payload":{"x":1}}',
      timeoutInSeconds: 2,
    });
  });

  it('of a function ARN has events of its own', () => {
    const Resource = 'arn:aws:lambda:us-east-1:000000000000:function:f';

    const history = play(machineOf({ T: { Type: 'Task', Resource } }), {
      input: { x: 1 },
      answers: [fails('T', 'Boom')],
    });

    expect(tell(history).slice(2)).toEqual([
      '3<2 LambdaFunctionScheduled',
      '4<3 LambdaFunctionStarted',
      '5<4 LambdaFunctionFailed',
      '6<5 ExecutionFailed',
    ]);
    expect(detailsOf(history, 'LambdaFunctionScheduled')).toEqual({ resource: Resource, input: '{"x":1}' });
    expect(detailsOf(history, 'LambdaFunctionFailed')).toEqual({ error: 'Boom', cause: 'because' });
  });

  it.each<[string, unknown]>([
    ['as it is', { RoleArn: '{% $states.input.role %}' }],
    ['as a whole', "{% {'RoleArn': $states.input.role} %}"],
  ])('tells the role of its credentials, evaluated %s', (_how, Credentials) => {
    const history = play(machineOf({ T: task({ Credentials }) }), {
      input: { role: 'r' },
      answers: [succeeds('T')],
    });

    expect(detailsOf(history, 'TaskScheduled').taskCredentials).toEqual({ roleArn: 'r' });
  });

  it('that waits for its token is submitted in between', () => {
    const definition = machineOf({
      T: {
        Type: 'Task',
        Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
        Arguments: { Token: '{% $states.context.Task.Token %}' },
      },
    });

    const history = play(definition, {
      answers: [{ ...succeeds('T', { done: true }), submitted: { MessageId: 'm' } }],
    });

    expect(tell(history).slice(2, 7)).toEqual([
      '3<2 TaskScheduled',
      '4<3 TaskStarted',
      '5<4 TaskSubmitted',
      '6<5 TaskSucceeded',
      '7<6 TaskStateExited',
    ]);
    expect(JSON.parse(String(detailsOf(history, 'TaskScheduled').parameters))).toEqual({
      Token: expect.stringMatching(/^[\w-]{43}$/),
    });
  });

  it('whose result is larger than 256 KiB fails, and States.ALL catches that', () => {
    const definition = machineOf({
      T: task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'C' }] }),
      C: { Type: 'Pass' },
    });

    const history = play(definition, { answers: [succeeds('T', 'ü'.repeat(131_072))] });

    expect(detailsOf(history, 'TaskFailed')).toMatchObject({
      error: 'States.DataLimitExceeded',
      cause:
        "The state/task 'lambda' returned a result with a size exceeding the maximum number of bytes service limit.",
    });
    expect(types(history).slice(-3)).toEqual(['PassStateEntered', 'PassStateExited', 'ExecutionSucceeded']);
  });
});
