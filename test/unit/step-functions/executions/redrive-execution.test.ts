import { RedriveExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closed, typesOf } from '../histories.ts';
import { executionArn } from '../runtime.ts';
import { type ExecutionsHome, startExecutionsHome } from './home.ts';

let home: ExecutionsHome;

beforeAll(async () => {
  home = await startExecutionsHome();
});
afterAll(() => home.runtime.discard());

describe('RedriveExecution', () => {
  it('runs on from the task that failed, once for each client token', async () => {
    home.answer = { ok: false, error: 'Broken', cause: 'no' };
    await home.start('Work', 'redriven');
    const arn = executionArn('Work', 'redriven');
    await closed(home.runtime.client, arn);
    home.answer = { ok: true, output: '{"Payload":2}' };

    const redrive = new RedriveExecutionCommand({ executionArn: arn, clientToken: 'mine' });
    const first = await home.runtime.client.send(redrive);
    await closed(home.runtime.client, arn);
    const second = await home.runtime.client.send(redrive);

    expect(second.redriveDate).toEqual(first.redriveDate);
    expect(await home.describe('Work', 'redriven')).toMatchObject({
      status: 'SUCCEEDED',
      output: '{"Payload":2}',
      redriveCount: 1,
      redriveDate: first.redriveDate,
    });
    expect((await home.describe('Work', 'redriven')).error).toBeUndefined();
    expect(
      (await typesOf(home.runtime.client, arn)).filter((type) => type === 'ExecutionRedriven'),
    ).toHaveLength(1);
  });

  it('of what runs or has succeeded is refused', async () => {
    await home.start('Greet', 'fine', '{"name":"Ada"}');
    await home.start('Wait', 'running');

    for (const arn of [executionArn('Greet', 'fine'), executionArn('Wait', 'running')])
      await expect(
        home.runtime.client.send(new RedriveExecutionCommand({ executionArn: arn })),
      ).rejects.toMatchObject({
        name: 'ExecutionNotRedrivable',
      });
  });
});
