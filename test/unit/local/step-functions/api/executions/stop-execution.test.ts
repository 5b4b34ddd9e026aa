import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { typesOf } from '../../histories.ts';
import { executionArn } from '../../runtime.ts';
import { type ExecutionsFixture, startExecutionsFixture } from './fixture.ts';

let fixture: ExecutionsFixture;

beforeAll(async () => {
  fixture = await startExecutionsFixture();
});
afterAll(() => fixture.runtime.discard());

describe('StopExecution', () => {
  it('aborts, with error and cause', async () => {
    await fixture.start('Wait', 'stopped');
    const arn = executionArn('Wait', 'stopped');

    await fixture.runtime.client.send(
      new StopExecutionCommand({ executionArn: arn, error: 'E', cause: 'because' }),
    );

    expect(await fixture.describe('Wait', 'stopped')).toMatchObject({
      status: 'ABORTED',
      error: 'E',
      cause: 'because',
      redriveStatus: 'REDRIVABLE',
    });
    expect(await typesOf(fixture.runtime.client, arn)).toEqual([
      'ExecutionStarted',
      'WaitStateEntered',
      'ExecutionAborted',
    ]);
  });

  it('changes nothing for a closed execution', async () => {
    await fixture.start('Wait', 'again');
    const arn = executionArn('Wait', 'again');
    const first = await fixture.runtime.client.send(new StopExecutionCommand({ executionArn: arn }));

    const second = await fixture.runtime.client.send(
      new StopExecutionCommand({ executionArn: arn, error: 'E' }),
    );

    expect(second.stopDate).toEqual(first.stopDate);
    expect((await fixture.describe('Wait', 'again')).error).toBeUndefined();
  });

  it('rejects an unknown execution', async () => {
    const unknown = new StopExecutionCommand({ executionArn: executionArn('Wait', 'nobody') });

    await expect(fixture.runtime.client.send(unknown)).rejects.toMatchObject({
      name: 'ExecutionDoesNotExist',
    });
  });
});
