import { DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type HeldRuntime, startHeldRuntime } from '../held-runtime.ts';
import { closed, typesOf } from '../histories.ts';
import { definition, executionArn, stateMachine } from '../runtime.ts';

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
const stateMachines = [
  stateMachine('Ask', definition({ Ask: task })),
  stateMachine('Retry', definition({ Work: retried })),
  stateMachine('Wait', definition({ Wait: { Type: 'Wait', Seconds: 7_200, End: true } })),
  stateMachine('Deadline', definition({ Ask: task }, { TimeoutSeconds: 600 })),
];
let fixture: HeldRuntime;

beforeEach(async () => {
  fixture = await startHeldRuntime(stateMachines);
});
afterEach(() => fixture.runtime.discard());

/** How long the runtime is down. */
async function away(seconds: number): Promise<void> {
  fixture.pass(seconds);
  await fixture.runtime.restart();
}

describe('after a restart', () => {
  it('an open call is repeated unchanged', async () => {
    await fixture.start('Ask');
    const first = await fixture.calls.call(0);

    await fixture.runtime.restart();

    expect(await fixture.calls.call(1)).toEqual(first);
  });

  it('an interrupted call leaves no trace in the history', async () => {
    await fixture.start('Ask');
    await fixture.calls.call(0);

    await fixture.runtime.restart();

    expect((await typesOf(fixture.runtime.client, executionArn('Ask', 'one'))).at(-1)).toBe('TaskStarted');
  });

  it('a wait that has ended continues', async () => {
    await fixture.start('Wait');
    await away(7_201);

    expect((await closed(fixture.runtime.client, executionArn('Wait', 'one'))).status).toBe('SUCCEEDED');
  });

  it('a retry that is due is made', async () => {
    await fixture.start('Retry');
    await fixture.calls.call(0);
    fixture.calls.answer(0, { ok: false, error: 'Again', cause: 'busy' });
    await expect
      .poll(() => typesOf(fixture.runtime.client, executionArn('Retry', 'one')))
      .toContain('TaskFailed');

    await away(3_601);
    await fixture.calls.call(1);
    fixture.calls.answer(1);

    expect((await closed(fixture.runtime.client, executionArn('Retry', 'one'))).status).toBe('SUCCEEDED');
  });

  it('an execution past its timeout has timed out', async () => {
    await fixture.start('Deadline');
    await fixture.calls.call(0);
    await away(601);

    expect((await closed(fixture.runtime.client, executionArn('Deadline', 'one'))).status).toBe('TIMED_OUT');
  });

  it('an execution closed for more than 90 days is gone, and its name is free', async () => {
    await fixture.start('Wait');
    await away(7_201);
    await closed(fixture.runtime.client, executionArn('Wait', 'one'));

    await away(90 * 86_400 + 1);
    const describe_ = new DescribeExecutionCommand({ executionArn: executionArn('Wait', 'one') });
    await expect
      .poll(() => fixture.runtime.client.send(describe_).catch((error: Error) => error.name))
      .toBe('ExecutionDoesNotExist');

    expect((await fixture.start('Wait')).executionArn).toBe(executionArn('Wait', 'one'));
  });
});
