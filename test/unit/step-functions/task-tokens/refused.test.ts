import { SendTaskHeartbeatCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TaskTokens } from '#local/step-functions/runtime/tokens.ts';
import { closed, typesOf } from '../histories.ts';
import { executionArn } from '../runtime.ts';
import { type Asking, arn, startAsking } from './asking.ts';

let home: Asking;

beforeEach(async () => {
  home = await startAsking();
});
afterEach(() => home.runtime.discard());

describe('a token is refused', () => {
  it('the second time: TaskTimedOut', async () => {
    const token = await home.waiting();
    await home.succeed(token);

    await expect(home.succeed(token)).rejects.toMatchObject({
      name: 'TaskTimedOut',
      message: "Task Timed Out: 'Provided task does not exist anymore'",
    });
  });

  it('once of two that come at the same moment', async () => {
    const token = await home.waiting();

    const both = await Promise.allSettled([home.succeed(token, '1'), home.succeed(token, '2')]);

    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(
      (await typesOf(home.runtime.client, arn())).filter((type) => type === 'TaskSucceeded'),
    ).toHaveLength(1);
  });

  it('when the execution was stopped: TaskTimedOut', async () => {
    const taskToken = await home.waiting();
    await home.runtime.client.send(new StopExecutionCommand({ executionArn: arn() }));

    await expect(home.succeed(taskToken)).rejects.toMatchObject({ name: 'TaskTimedOut' });
    await expect(home.runtime.client.send(new SendTaskHeartbeatCommand({ taskToken }))).rejects.toMatchObject(
      {
        name: 'TaskTimedOut',
      },
    );
  });

  it('when the task has timed out: TaskTimedOut', async () => {
    const token = await home.waiting('Impatient');
    home.pass(2);

    expect(await closed(home.runtime.client, arn('Impatient'))).toMatchObject({
      status: 'FAILED',
      error: 'States.Timeout',
    });
    await expect(home.succeed(token)).rejects.toMatchObject({ name: 'TaskTimedOut' });
  });

  it('when the task is overdue, though nothing has noticed yet: TaskTimedOut', async () => {
    const token = await home.waiting('Beating');
    home.pass(4_000);

    await expect(home.succeed(token)).rejects.toMatchObject({ name: 'TaskTimedOut' });
    expect(await closed(home.runtime.client, arn('Beating'))).toMatchObject({
      status: 'FAILED',
      error: 'States.Timeout',
    });
  });

  it('when nobody issued it: InvalidToken', async () => {
    const token = await home.waiting();

    await expect(home.succeed(`${token}A`)).rejects.toMatchObject({ name: 'InvalidToken' });
    await expect(home.succeed('nonsense')).rejects.toMatchObject({
      name: 'InvalidToken',
      message: "Invalid Token: 'Invalid token'",
    });
  });

  it('when its execution is gone: TaskDoesNotExist', async () => {
    const gone = { executionArn: executionArn('Ask', 'gone'), scheduledEventId: 3 };

    await expect(home.succeed(new TaskTokens(home.runtime.folder).issue(gone))).rejects.toMatchObject({
      name: 'TaskDoesNotExist',
    });
  });

  it('with an output that is not JSON: InvalidOutput, and the task still waits', async () => {
    const token = await home.waiting();

    await expect(home.succeed(token, '{')).rejects.toMatchObject({ name: 'InvalidOutput' });
    await home.succeed(token);

    expect((await closed(home.runtime.client, arn())).status).toBe('SUCCEEDED');
  });
});
