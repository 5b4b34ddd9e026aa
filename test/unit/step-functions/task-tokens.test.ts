import {
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ServiceOptions } from '#local/services/service.ts';
import { TaskTokens } from '#local/step-functions/runtime/tokens.ts';
import { removeFolder, serviceOptions } from '#test/unit/services/home.ts';
import { type HeldCalls, holdCalls } from './held-calls.ts';
import { closed, reached, typesOf, until } from './histories.ts';
import {
  definition,
  executionArn,
  machineArn,
  startRuntime,
  stateMachine,
  type TestRuntime,
} from './runtime.ts';

const callback = {
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
  Arguments: { FunctionName: 'ask', Payload: { token: '{% $states.context.Task.Token %}' } },
  End: true,
};
const machines = [
  stateMachine('Ask', definition({ Ask: callback })),
  stateMachine('Impatient', definition({ Ask: { ...callback, TimeoutSeconds: 1 } })),
  stateMachine('Beating', definition({ Ask: { ...callback, TimeoutSeconds: 3_600, HeartbeatSeconds: 60 } })),
];
const arn = (machine = 'Ask') => executionArn(machine, 'one');

let options: ServiceOptions;
let calls: HeldCalls;
let runtime: TestRuntime;
let now: number;

beforeEach(async () => {
  options = await serviceOptions();
  calls = holdCalls();
  now = Date.now();
  runtime = await startRuntime({
    ...options,
    stateMachines: machines,
    callTask: calls.callTask,
    now: () => now,
  });
});
afterEach(async () => {
  await runtime.service.close();
  await removeFolder(options);
});

/** Starts an execution that waits for the token which it answers. */
async function waiting(machine = 'Ask'): Promise<string> {
  await runtime.client.send(new StartExecutionCommand({ stateMachineArn: machineArn(machine), name: 'one' }));
  const { taskToken = '' } = await calls.call(0);
  calls.answer(0);
  await reached(runtime.client, arn(machine), 'TaskSubmitted');
  return taskToken;
}

const succeed = (taskToken: string, output = '{"mask":1}') =>
  runtime.client.send(new SendTaskSuccessCommand({ taskToken, output }));

/** Moves the runtime's clock; its alarm rings by the system's. */
const pass = (seconds: number) => {
  now += seconds * 1000;
};

describe('a task that waits for its token', () => {
  it('is given it in its arguments, and goes on with what is sent', async () => {
    const token = await waiting();
    expect(JSON.parse(calls.made[0]?.parameters ?? '')).toEqual({ FunctionName: 'ask', Payload: { token } });

    await succeed(token);

    expect(await closed(runtime.client, arn())).toMatchObject({ status: 'SUCCEEDED', output: '{"mask":1}' });
    expect(await typesOf(runtime.client, arn())).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSubmitted',
      'TaskSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
  });

  it('fails with what is sent', async () => {
    const taskToken = await waiting();

    await runtime.client.send(
      new SendTaskFailureCommand({ taskToken, error: 'MaskEmpty', cause: 'nothing' }),
    );

    expect(await closed(runtime.client, arn())).toMatchObject({
      status: 'FAILED',
      error: 'MaskEmpty',
      cause: 'nothing',
    });
  });

  it('fails without error and cause when none is sent', async () => {
    const taskToken = await waiting();

    await runtime.client.send(new SendTaskFailureCommand({ taskToken }));

    const execution = await closed(runtime.client, arn());
    expect(execution.status).toBe('FAILED');
    expect(execution.error).toBeUndefined();
  });

  it('keeps its token over a restart, and is not called again', async () => {
    const token = await waiting();

    await runtime.restart();
    await succeed(token);

    expect((await closed(runtime.client, arn())).status).toBe('SUCCEEDED');
    expect(calls.made).toHaveLength(1);
  });
});

describe('a token that comes before the call that carried it has answered', () => {
  it('ends the task; the late answer of the call changes nothing', async () => {
    await runtime.client.send(new StartExecutionCommand({ stateMachineArn: machineArn('Ask'), name: 'one' }));
    const { taskToken = '' } = await calls.call(0);

    await succeed(taskToken);
    calls.answer(0);
    await runtime.restart();

    expect(await closed(runtime.client, arn())).toMatchObject({ status: 'SUCCEEDED', output: '{"mask":1}' });
    expect(await typesOf(runtime.client, arn())).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
    expect(calls.made).toHaveLength(1);
  });
});

describe('a token is refused', () => {
  it('the second time: TaskTimedOut', async () => {
    const token = await waiting();
    await succeed(token);

    await expect(succeed(token)).rejects.toMatchObject({
      name: 'TaskTimedOut',
      message: "Task Timed Out: 'Provided task does not exist anymore'",
    });
  });

  it('once of two that come at the same moment', async () => {
    const token = await waiting();

    const both = await Promise.allSettled([succeed(token, '1'), succeed(token, '2')]);

    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect((await typesOf(runtime.client, arn())).filter((type) => type === 'TaskSucceeded')).toHaveLength(1);
  });

  it('when the execution was stopped: TaskTimedOut', async () => {
    const taskToken = await waiting();
    await runtime.client.send(new StopExecutionCommand({ executionArn: arn() }));

    await expect(succeed(taskToken)).rejects.toMatchObject({ name: 'TaskTimedOut' });
    await expect(runtime.client.send(new SendTaskHeartbeatCommand({ taskToken }))).rejects.toMatchObject({
      name: 'TaskTimedOut',
    });
  });

  it('when the task has timed out: TaskTimedOut', async () => {
    const token = await waiting('Impatient');
    pass(2);

    expect(await closed(runtime.client, arn('Impatient'))).toMatchObject({
      status: 'FAILED',
      error: 'States.Timeout',
    });
    await expect(succeed(token)).rejects.toMatchObject({ name: 'TaskTimedOut' });
  });

  it('when the task is overdue, though nothing has noticed yet: TaskTimedOut', async () => {
    const token = await waiting('Beating');
    pass(4_000);

    await expect(succeed(token)).rejects.toMatchObject({ name: 'TaskTimedOut' });
    expect(await closed(runtime.client, arn('Beating'))).toMatchObject({
      status: 'FAILED',
      error: 'States.Timeout',
    });
  });

  it('when nobody issued it: InvalidToken', async () => {
    const token = await waiting();

    await expect(succeed(`${token}A`)).rejects.toMatchObject({ name: 'InvalidToken' });
    await expect(succeed('nonsense')).rejects.toMatchObject({
      name: 'InvalidToken',
      message: "Invalid Token: 'Invalid token'",
    });
  });

  it('when its execution is gone: TaskDoesNotExist', async () => {
    const gone = { executionArn: executionArn('Ask', 'gone'), scheduledEventId: 3 };

    await expect(succeed(new TaskTokens(options.folder).issue(gone))).rejects.toMatchObject({
      name: 'TaskDoesNotExist',
    });
  });

  it('with an output that is not JSON: InvalidOutput, and the task still waits', async () => {
    const token = await waiting();

    await expect(succeed(token, '{')).rejects.toMatchObject({ name: 'InvalidOutput' });
    await succeed(token);

    expect((await closed(runtime.client, arn())).status).toBe('SUCCEEDED');
  });
});

describe('heartbeats', () => {
  const beat = (taskToken: string) => runtime.client.send(new SendTaskHeartbeatCommand({ taskToken }));

  it('keep a task alive, leave no event, and count after a restart', async () => {
    const token = await waiting('Beating');
    const before = await typesOf(runtime.client, arn('Beating'));

    for (const _ of [1, 2, 3]) {
      pass(50);
      await beat(token);
      await runtime.restart();
    }
    expect(await typesOf(runtime.client, arn('Beating'))).toEqual(before);
    await succeed(token);

    expect((await closed(runtime.client, arn('Beating'))).status).toBe('SUCCEEDED');
  });

  it('that stay away time the task out', async () => {
    const token = await waiting('Beating');
    pass(50);
    await beat(token);
    pass(61);

    await expect(beat(token)).rejects.toMatchObject({ name: 'TaskTimedOut' });

    const execution = await until(runtime.client, arn('Beating'), ({ status }) => status === 'FAILED');
    expect(execution.error).toBe('States.Timeout');
  });
});
