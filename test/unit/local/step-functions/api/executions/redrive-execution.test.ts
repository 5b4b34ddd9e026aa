import { RedriveExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closed, typesOf } from '../../histories.ts';
import { executionArn } from '../../runtime.ts';
import { type ExecutionsFixture, startExecutionsFixture } from './fixture.ts';

let fixture: ExecutionsFixture;

beforeAll(async () => {
  fixture = await startExecutionsFixture();
});
afterAll(() => fixture.runtime.discard());

describe('RedriveExecution', () => {
  it('continues at the failed task, once per client token', async () => {
    fixture.answer = { ok: false, error: 'Broken', cause: 'no' };
    await fixture.start('Work', 'redriven');
    const arn = executionArn('Work', 'redriven');
    await closed(fixture.runtime.client, arn);
    fixture.answer = { ok: true, output: '{"Payload":2}' };

    const redrive = new RedriveExecutionCommand({ executionArn: arn, clientToken: 'mine' });
    const first = await fixture.runtime.client.send(redrive);
    await closed(fixture.runtime.client, arn);
    const second = await fixture.runtime.client.send(redrive);

    expect(second.redriveDate).toEqual(first.redriveDate);
    expect(await fixture.describe('Work', 'redriven')).toMatchObject({
      status: 'SUCCEEDED',
      output: '{"Payload":2}',
      redriveCount: 1,
      redriveDate: first.redriveDate,
    });
    expect((await fixture.describe('Work', 'redriven')).error).toBeUndefined();
    expect(
      (await typesOf(fixture.runtime.client, arn)).filter((type) => type === 'ExecutionRedriven'),
    ).toHaveLength(1);
  });

  it('is refused for a running or succeeded execution', async () => {
    await fixture.start('Greet', 'fine', '{"name":"Ada"}');
    await fixture.start('Wait', 'running');

    for (const arn of [executionArn('Greet', 'fine'), executionArn('Wait', 'running')])
      await expect(
        fixture.runtime.client.send(new RedriveExecutionCommand({ executionArn: arn })),
      ).rejects.toMatchObject({
        name: 'ExecutionNotRedrivable',
      });
  });
});
