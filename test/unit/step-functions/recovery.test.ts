import { DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type HeldRuntime, startHeldRuntime } from './held-runtime.ts';
import { closed, typesOf } from './histories.ts';
import { definition, executionArn, stateMachine } from './runtime.ts';

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
let home: HeldRuntime;

beforeEach(async () => {
  home = await startHeldRuntime(machines);
});
afterEach(() => home.runtime.discard());

/** The home is away for so long. */
async function away(seconds: number): Promise<void> {
  home.pass(seconds);
  await home.runtime.restart();
}

describe('after a restart', () => {
  it('a call without an answer is made again, the very same', async () => {
    await home.start('Ask');
    const first = await home.calls.call(0);

    await home.runtime.restart();

    expect(await home.calls.call(1)).toEqual(first);
  });

  it('a call that was cut off has left no trace in the history', async () => {
    await home.start('Ask');
    await home.calls.call(0);

    await home.runtime.restart();

    expect((await typesOf(home.runtime.client, executionArn('Ask', 'one'))).at(-1)).toBe('TaskStarted');
  });

  it('a wait that has ended meanwhile goes on', async () => {
    await home.start('Wait');
    await away(7_201);

    expect((await closed(home.runtime.client, executionArn('Wait', 'one'))).status).toBe('SUCCEEDED');
  });

  it('a retry that has become due is made', async () => {
    await home.start('Retry');
    await home.calls.call(0);
    home.calls.answer(0, { ok: false, error: 'Again', cause: 'busy' });
    await expect
      .poll(() => typesOf(home.runtime.client, executionArn('Retry', 'one')))
      .toContain('TaskFailed');

    await away(3_601);
    await home.calls.call(1);
    home.calls.answer(1);

    expect((await closed(home.runtime.client, executionArn('Retry', 'one'))).status).toBe('SUCCEEDED');
  });

  it('an execution whose time is up has timed out', async () => {
    await home.start('Deadline');
    await home.calls.call(0);
    await away(601);

    expect((await closed(home.runtime.client, executionArn('Deadline', 'one'))).status).toBe('TIMED_OUT');
  });

  it('what closed more than 90 days ago is gone, and its name is free', async () => {
    await home.start('Wait');
    await away(7_201);
    await closed(home.runtime.client, executionArn('Wait', 'one'));

    await away(90 * 86_400 + 1);
    const describe_ = new DescribeExecutionCommand({ executionArn: executionArn('Wait', 'one') });
    await expect
      .poll(() => home.runtime.client.send(describe_).catch((error: Error) => error.name))
      .toBe('ExecutionDoesNotExist');

    expect((await home.start('Wait')).executionArn).toBe(executionArn('Wait', 'one'));
  });
});
