import { SendTaskHeartbeatCommand } from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closed, typesOf, until } from '../histories.ts';
import { type Asking, arn, startAsking } from './asking.ts';

let home: Asking;

beforeEach(async () => {
  home = await startAsking();
});
afterEach(() => home.runtime.discard());

describe('heartbeats', () => {
  const beat = (taskToken: string) => home.runtime.client.send(new SendTaskHeartbeatCommand({ taskToken }));

  it('keep a task alive, leave no event, and count after a restart', async () => {
    const token = await home.waiting('Beating');
    const before = await typesOf(home.runtime.client, arn('Beating'));

    for (const _ of [1, 2, 3]) {
      home.pass(50);
      await beat(token);
      await home.runtime.restart();
    }
    expect(await typesOf(home.runtime.client, arn('Beating'))).toEqual(before);
    await home.succeed(token);

    expect((await closed(home.runtime.client, arn('Beating'))).status).toBe('SUCCEEDED');
  });

  it('that stay away time the task out', async () => {
    const token = await home.waiting('Beating');
    home.pass(50);
    await beat(token);
    home.pass(61);

    await expect(beat(token)).rejects.toMatchObject({ name: 'TaskTimedOut' });

    const execution = await until(home.runtime.client, arn('Beating'), ({ status }) => status === 'FAILED');
    expect(execution.error).toBe('States.Timeout');
  });
});
