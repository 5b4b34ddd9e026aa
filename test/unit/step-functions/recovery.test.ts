import { DescribeExecutionCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ServiceOptions } from '#local/services/service.ts';
import { removeFolder, serviceOptions } from '#test/unit/services/home.ts';
import { type HeldCalls, holdCalls } from './held-calls.ts';
import { closed, typesOf } from './histories.ts';
import {
  definition,
  executionArn,
  machineArn,
  startRuntime,
  stateMachine,
  type TestRuntime,
} from './runtime.ts';

const task = {
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
  Arguments: {
    FunctionName: 'ask',
    Payload: { token: '{% $states.context.Task.Token %}', id: '{% $uuid() %}' },
  },
  End: true,
};
const retried = {
  ...task,
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: 'work' },
  Retry: [{ ErrorEquals: ['Again'], IntervalSeconds: 3_600, MaxAttempts: 1 }],
};
const machines = [
  stateMachine('Ask', definition({ Ask: task })),
  stateMachine('Retry', definition({ Work: retried })),
  stateMachine('Wait', definition({ Wait: { Type: 'Wait', Seconds: 7_200, End: true } })),
  stateMachine('Deadline', definition({ Ask: task }, { TimeoutSeconds: 600 })),
];
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

const start = (machine: string) =>
  runtime.client.send(new StartExecutionCommand({ stateMachineArn: machineArn(machine), name: 'one' }));

/** The home is away for so long. */
async function away(seconds: number): Promise<void> {
  now += seconds * 1000;
  await runtime.restart();
}

describe('after a restart', () => {
  it('a call without an answer is made again, the very same', async () => {
    await start('Ask');
    const first = await calls.call(0);

    await runtime.restart();

    expect(await calls.call(1)).toEqual(first);
  });

  it('a call that was cut off has left no trace in the history', async () => {
    await start('Ask');
    await calls.call(0);

    await runtime.restart();

    expect((await typesOf(runtime.client, executionArn('Ask', 'one'))).at(-1)).toBe('TaskStarted');
  });

  it('a wait that has ended meanwhile goes on', async () => {
    await start('Wait');
    await away(7_201);

    expect((await closed(runtime.client, executionArn('Wait', 'one'))).status).toBe('SUCCEEDED');
  });

  it('a retry that has become due is made', async () => {
    await start('Retry');
    await calls.call(0);
    calls.answer(0, { ok: false, error: 'Again', cause: 'busy' });
    await expect.poll(() => typesOf(runtime.client, executionArn('Retry', 'one'))).toContain('TaskFailed');

    await away(3_601);
    await calls.call(1);
    calls.answer(1);

    expect((await closed(runtime.client, executionArn('Retry', 'one'))).status).toBe('SUCCEEDED');
  });

  it('an execution whose time is up has timed out', async () => {
    await start('Deadline');
    await calls.call(0);
    await away(601);

    expect((await closed(runtime.client, executionArn('Deadline', 'one'))).status).toBe('TIMED_OUT');
  });

  it('what closed more than 90 days ago is gone, and its name is free', async () => {
    await start('Wait');
    await away(7_201);
    await closed(runtime.client, executionArn('Wait', 'one'));

    await away(90 * 86_400 + 1);
    const describe_ = new DescribeExecutionCommand({ executionArn: executionArn('Wait', 'one') });
    await expect
      .poll(() => runtime.client.send(describe_).catch((error: Error) => error.name))
      .toBe('ExecutionDoesNotExist');

    expect((await start('Wait')).executionArn).toBe(executionArn('Wait', 'one'));
  });
});
