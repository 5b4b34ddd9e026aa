import { DescribeStateMachineForExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closed, reached } from '../histories.ts';
import { definition, executionArn, stateMachine } from '../runtime.ts';
import { type ExecutionsHome, machines, startExecutionsHome } from './home.ts';

let home: ExecutionsHome;

beforeAll(async () => {
  home = await startExecutionsHome();
});
afterAll(() => home.runtime.discard());

describe('an execution that fails', () => {
  it('shows error and cause', async () => {
    home.answer = { ok: false, error: 'Broken', cause: 'no' };
    await home.start('Work', 'failed');

    expect(await closed(home.runtime.client, executionArn('Work', 'failed'))).toMatchObject({
      status: 'FAILED',
      error: 'Broken',
      cause: 'no',
    });
  });
});

describe('an execution', () => {
  it('keeps the definition that it started with when the template changes', async () => {
    const arn = executionArn('Wait', 'kept');
    await home.start('Wait', 'kept');
    await reached(home.runtime.client, arn, 'WaitStateEntered');
    const changed = stateMachine('Wait', definition({ Other: { Type: 'Pass', End: true } }));

    await home.runtime.restart({ stateMachines: [changed] });

    const before = await home.runtime.client.send(
      new DescribeStateMachineForExecutionCommand({ executionArn: arn }),
    );
    expect(before).toMatchObject({ definition: machines[1]?.definition, name: 'Wait' });
    await home.start('Wait', 'new');
    const after = new DescribeStateMachineForExecutionCommand({ executionArn: executionArn('Wait', 'new') });
    expect((await home.runtime.client.send(after)).definition).toBe(changed.definition);
  });
});
