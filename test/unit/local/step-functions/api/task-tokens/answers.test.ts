import { SendTaskFailureCommand } from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closed, typesOf } from '../../histories.ts';
import { type Asking, arn, startAsking } from './fixture.ts';

let fixture: Asking;

beforeEach(async () => {
  fixture = await startAsking();
});
afterEach(() => fixture.runtime.discard());

describe('a task that waits for its token', () => {
  it('gets the token in its arguments, and continues with the sent output', async () => {
    const token = await fixture.waiting();
    expect(JSON.parse(fixture.calls.made[0]?.parameters ?? '')).toEqual({
      FunctionName: 'ask',
      Payload: { token },
    });

    await fixture.succeed(token);

    expect(await closed(fixture.runtime.client, arn())).toMatchObject({
      status: 'SUCCEEDED',
      output: '{"mask":1}',
    });
    expect(await typesOf(fixture.runtime.client, arn())).toEqual([
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

  it('fails with the sent error', async () => {
    const taskToken = await fixture.waiting();

    await fixture.runtime.client.send(
      new SendTaskFailureCommand({ taskToken, error: 'MaskEmpty', cause: 'nothing' }),
    );

    expect(await closed(fixture.runtime.client, arn())).toMatchObject({
      status: 'FAILED',
      error: 'MaskEmpty',
      cause: 'nothing',
    });
  });

  it('fails without error and cause when none is sent', async () => {
    const taskToken = await fixture.waiting();

    await fixture.runtime.client.send(new SendTaskFailureCommand({ taskToken }));

    const execution = await closed(fixture.runtime.client, arn());
    expect(execution.status).toBe('FAILED');
    expect(execution.error).toBeUndefined();
  });

  it('keeps its token across a restart, and is not called again', async () => {
    const token = await fixture.waiting();

    await fixture.runtime.restart();
    await fixture.succeed(token);

    expect((await closed(fixture.runtime.client, arn())).status).toBe('SUCCEEDED');
    expect(fixture.calls.made).toHaveLength(1);
  });
});

describe('a token that comes before the call that carried it has returned', () => {
  it('ends the task; the late result of the call changes nothing', async () => {
    await fixture.start('Ask');
    const { taskToken = '' } = await fixture.calls.call(0);

    await fixture.succeed(taskToken);
    fixture.calls.answer(0);
    await fixture.runtime.restart();

    expect(await closed(fixture.runtime.client, arn())).toMatchObject({
      status: 'SUCCEEDED',
      output: '{"mask":1}',
    });
    expect(await typesOf(fixture.runtime.client, arn())).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
    expect(fixture.calls.made).toHaveLength(1);
  });
});
