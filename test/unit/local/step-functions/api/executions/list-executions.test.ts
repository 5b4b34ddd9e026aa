import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { machineArn } from '../../runtime.ts';
import { type ExecutionsFixture, startExecutionsFixture } from './fixture.ts';

let fixture: ExecutionsFixture;

beforeAll(async () => {
  fixture = await startExecutionsFixture();
});
afterAll(() => fixture.runtime.discard());

describe('ListExecutions', () => {
  it('lists all of a state machine, newest first, in pages and by status', async () => {
    const list = (more: object) =>
      fixture.runtime.client.send(
        new ListExecutionsCommand({ stateMachineArn: machineArn('Greet'), ...more }),
      );
    await fixture.start('Greet', 'list-1', '{"name":"a"}');
    await fixture.start('Greet', 'list-2', '{"name":"b"}');

    const first = await list({ maxResults: 1 });
    const second = await list({ maxResults: 1, nextToken: first.nextToken });

    expect(first.executions).toMatchObject([{ name: 'list-2', status: 'SUCCEEDED', redriveCount: 0 }]);
    expect(second.executions).toMatchObject([{ name: 'list-1' }]);
    expect((await list({ statusFilter: 'RUNNING' })).executions).toEqual([]);
    expect((await list({ redriveFilter: 'REDRIVEN' })).executions).toEqual([]);
    await expect(list({ nextToken: 'nonsense' })).rejects.toMatchObject({ name: 'InvalidToken' });
    await expect(list({ nextToken: first.nextToken, statusFilter: 'FAILED' })).rejects.toMatchObject({
      name: 'InvalidToken',
    });
  });
});
