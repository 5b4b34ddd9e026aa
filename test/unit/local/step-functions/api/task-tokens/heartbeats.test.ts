import { SendTaskHeartbeatCommand } from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closed, typesOf, until } from '../../histories.ts';
import { type Asking, arn, startAsking } from './fixture.ts';

let fixture: Asking;

beforeEach(async () => {
  fixture = await startAsking();
});
afterEach(() => fixture.runtime.discard());

describe('heartbeats', () => {
  const heartbeat = (taskToken: string) =>
    fixture.runtime.client.send(new SendTaskHeartbeatCommand({ taskToken }));

  it('keep a task alive, leave no event, and count after a restart', async () => {
    const token = await fixture.waiting('Beating');
    const before = await typesOf(fixture.runtime.client, arn('Beating'));

    for (const _ of [1, 2, 3]) {
      fixture.pass(50);
      await heartbeat(token);
      await fixture.runtime.restart();
    }
    expect(await typesOf(fixture.runtime.client, arn('Beating'))).toEqual(before);
    await fixture.succeed(token);

    expect((await closed(fixture.runtime.client, arn('Beating'))).status).toBe('SUCCEEDED');
  });

  it('time the task out when they are missing', async () => {
    const token = await fixture.waiting('Beating');
    fixture.pass(50);
    await heartbeat(token);
    fixture.pass(61);

    await expect(heartbeat(token)).rejects.toMatchObject({ name: 'TaskTimedOut' });

    const execution = await until(
      fixture.runtime.client,
      arn('Beating'),
      ({ status }) => status === 'FAILED',
    );
    expect(execution.error).toBe('States.Timeout');
  });
});
