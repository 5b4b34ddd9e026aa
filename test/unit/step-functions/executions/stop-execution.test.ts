import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { typesOf } from '../histories.ts';
import { executionArn } from '../runtime.ts';
import { type ExecutionsHome, startExecutionsHome } from './home.ts';

let home: ExecutionsHome;

beforeAll(async () => {
  home = await startExecutionsHome();
});
afterAll(() => home.runtime.discard());

describe('StopExecution', () => {
  it('aborts, with error and cause', async () => {
    await home.start('Wait', 'stopped');
    const arn = executionArn('Wait', 'stopped');

    await home.runtime.client.send(
      new StopExecutionCommand({ executionArn: arn, error: 'E', cause: 'because' }),
    );

    expect(await home.describe('Wait', 'stopped')).toMatchObject({
      status: 'ABORTED',
      error: 'E',
      cause: 'because',
      redriveStatus: 'REDRIVABLE',
    });
    expect(await typesOf(home.runtime.client, arn)).toEqual([
      'ExecutionStarted',
      'WaitStateEntered',
      'ExecutionAborted',
    ]);
  });

  it('of a closed execution changes nothing', async () => {
    await home.start('Wait', 'again');
    const arn = executionArn('Wait', 'again');
    const first = await home.runtime.client.send(new StopExecutionCommand({ executionArn: arn }));

    const second = await home.runtime.client.send(
      new StopExecutionCommand({ executionArn: arn, error: 'E' }),
    );

    expect(second.stopDate).toEqual(first.stopDate);
    expect((await home.describe('Wait', 'again')).error).toBeUndefined();
  });

  it('of an unknown execution says so', async () => {
    const nobody = new StopExecutionCommand({ executionArn: executionArn('Wait', 'nobody') });

    await expect(home.runtime.client.send(nobody)).rejects.toMatchObject({ name: 'ExecutionDoesNotExist' });
  });
});
