import { SendTaskFailureCommand } from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closed, typesOf } from '../histories.ts';
import { type Asking, arn, startAsking } from './asking.ts';

let home: Asking;

beforeEach(async () => {
  home = await startAsking();
});
afterEach(() => home.runtime.discard());

describe('a task that waits for its token', () => {
  it('is given it in its arguments, and goes on with what is sent', async () => {
    const token = await home.waiting();
    expect(JSON.parse(home.calls.made[0]?.parameters ?? '')).toEqual({
      FunctionName: 'ask',
      Payload: { token },
    });

    await home.succeed(token);

    expect(await closed(home.runtime.client, arn())).toMatchObject({
      status: 'SUCCEEDED',
      output: '{"mask":1}',
    });
    expect(await typesOf(home.runtime.client, arn())).toEqual([
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
    const taskToken = await home.waiting();

    await home.runtime.client.send(
      new SendTaskFailureCommand({ taskToken, error: 'MaskEmpty', cause: 'nothing' }),
    );

    expect(await closed(home.runtime.client, arn())).toMatchObject({
      status: 'FAILED',
      error: 'MaskEmpty',
      cause: 'nothing',
    });
  });

  it('fails without error and cause when none is sent', async () => {
    const taskToken = await home.waiting();

    await home.runtime.client.send(new SendTaskFailureCommand({ taskToken }));

    const execution = await closed(home.runtime.client, arn());
    expect(execution.status).toBe('FAILED');
    expect(execution.error).toBeUndefined();
  });

  it('keeps its token over a restart, and is not called again', async () => {
    const token = await home.waiting();

    await home.runtime.restart();
    await home.succeed(token);

    expect((await closed(home.runtime.client, arn())).status).toBe('SUCCEEDED');
    expect(home.calls.made).toHaveLength(1);
  });
});

describe('a token that comes before the call that carried it has answered', () => {
  it('ends the task; the late answer of the call changes nothing', async () => {
    await home.start('Ask');
    const { taskToken = '' } = await home.calls.call(0);

    await home.succeed(taskToken);
    home.calls.answer(0);
    await home.runtime.restart();

    expect(await closed(home.runtime.client, arn())).toMatchObject({
      status: 'SUCCEEDED',
      output: '{"mask":1}',
    });
    expect(await typesOf(home.runtime.client, arn())).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
    expect(home.calls.made).toHaveLength(1);
  });
});
