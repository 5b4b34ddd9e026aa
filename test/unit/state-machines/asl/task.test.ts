import { describe, expect, it } from 'vitest';
import { definitionOf, detailsOf, fails, historyOf, outline, succeeds, task, types } from './support.ts';

describe('Task', () => {
  it('is scheduled with its arguments, started, succeeds and exits', () => {
    const definition = definitionOf({
      T: task({
        Arguments: { FunctionName: 'f', Payload: '{% $states.input %}' },
        TimeoutSeconds: '{% 1 + 1 %}',
      }),
    });

    const history = historyOf(definition, { input: { x: 1 }, answers: [succeeds('T', { Payload: 2 })] });

    expect(outline(history)).toEqual([
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

  it('has LambdaFunction events for a function ARN', () => {
    const Resource = 'arn:aws:lambda:us-east-1:000000000000:function:f';

    const history = historyOf(definitionOf({ T: { Type: 'Task', Resource } }), {
      input: { x: 1 },
      answers: [fails('T', 'Boom')],
    });

    expect(outline(history).slice(2)).toEqual([
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
  ])('records the role of its credentials, evaluated %s', (_how, Credentials) => {
    const history = historyOf(definitionOf({ T: task({ Credentials }) }), {
      input: { role: 'r' },
      answers: [succeeds('T')],
    });

    expect(detailsOf(history, 'TaskScheduled').taskCredentials).toEqual({ roleArn: 'r' });
  });

  it('is submitted before its token is answered', () => {
    const definition = definitionOf({
      T: {
        Type: 'Task',
        Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
        Arguments: { Token: '{% $states.context.Task.Token %}' },
      },
    });

    const history = historyOf(definition, {
      answers: [{ ...succeeds('T', { done: true }), submitted: { MessageId: 'm' } }],
    });

    expect(outline(history).slice(2, 7)).toEqual([
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

  it('fails when its result is larger than 256 KiB, which States.ALL catches', () => {
    const definition = definitionOf({
      T: task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'C' }] }),
      C: { Type: 'Pass' },
    });

    const history = historyOf(definition, { answers: [succeeds('T', 'ü'.repeat(131_072))] });

    expect(detailsOf(history, 'TaskFailed')).toMatchObject({
      error: 'States.DataLimitExceeded',
      cause:
        "The state/task 'lambda' returned a result with a size exceeding the maximum number of bytes service limit.",
    });
    expect(types(history).slice(-3)).toEqual(['PassStateEntered', 'PassStateExited', 'ExecutionSucceeded']);
  });
});
