import { SendTaskHeartbeatCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TaskTokens } from '#local/step-functions/runtime/tokens.ts';
import { closed, typesOf } from '../../histories.ts';
import { executionArn } from '../../runtime.ts';
import { type Asking, arn, startAsking } from './fixture.ts';

let fixture: Asking;

beforeEach(async () => {
  fixture = await startAsking();
});
afterEach(() => fixture.runtime.discard());

describe('a token is refused', () => {
  it('the second time: TaskTimedOut', async () => {
    const token = await fixture.waiting();
    await fixture.succeed(token);

    await expect(fixture.succeed(token)).rejects.toMatchObject({
      name: 'TaskTimedOut',
      message: "Task Timed Out: 'Provided task does not exist anymore'",
    });
  });

  it('once, when two come at the same moment', async () => {
    const token = await fixture.waiting();

    const both = await Promise.allSettled([fixture.succeed(token, '1'), fixture.succeed(token, '2')]);

    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(
      (await typesOf(fixture.runtime.client, arn())).filter((type) => type === 'TaskSucceeded'),
    ).toHaveLength(1);
  });

  it('when the execution was stopped: TaskTimedOut', async () => {
    const taskToken = await fixture.waiting();
    await fixture.runtime.client.send(new StopExecutionCommand({ executionArn: arn() }));

    await expect(fixture.succeed(taskToken)).rejects.toMatchObject({ name: 'TaskTimedOut' });
    await expect(
      fixture.runtime.client.send(new SendTaskHeartbeatCommand({ taskToken })),
    ).rejects.toMatchObject({
      name: 'TaskTimedOut',
    });
  });

  it('when the task has timed out: TaskTimedOut', async () => {
    const token = await fixture.waiting('Impatient');
    fixture.pass(2);

    expect(await closed(fixture.runtime.client, arn('Impatient'))).toMatchObject({
      status: 'FAILED',
      error: 'States.Timeout',
    });
    await expect(fixture.succeed(token)).rejects.toMatchObject({ name: 'TaskTimedOut' });
  });

  it('when the task is overdue but its timer has not fired: TaskTimedOut', async () => {
    const token = await fixture.waiting('Beating');
    fixture.pass(4_000);

    await expect(fixture.succeed(token)).rejects.toMatchObject({ name: 'TaskTimedOut' });
    expect(await closed(fixture.runtime.client, arn('Beating'))).toMatchObject({
      status: 'FAILED',
      error: 'States.Timeout',
    });
  });

  it('when it was not issued here: InvalidToken', async () => {
    const token = await fixture.waiting();

    await expect(fixture.succeed(`${token}A`)).rejects.toMatchObject({ name: 'InvalidToken' });
    await expect(fixture.succeed('nonsense')).rejects.toMatchObject({
      name: 'InvalidToken',
      message: "Invalid Token: 'Invalid token'",
    });
  });

  it('when its execution is gone: TaskDoesNotExist', async () => {
    const gone = { executionArn: executionArn('Ask', 'gone'), scheduledEventId: 3 };

    await expect(fixture.succeed(new TaskTokens(fixture.runtime.folder).issue(gone))).rejects.toMatchObject({
      name: 'TaskDoesNotExist',
    });
  });

  it('with an output that is not JSON: InvalidOutput, and the task still waits', async () => {
    const token = await fixture.waiting();

    await expect(fixture.succeed(token, '{')).rejects.toMatchObject({ name: 'InvalidOutput' });
    await fixture.succeed(token);

    expect((await closed(fixture.runtime.client, arn())).status).toBe('SUCCEEDED');
  });
});
