import { DescribeStateMachineForExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closed, reached } from '../../histories.ts';
import { definition, executionArn, stateMachine } from '../../runtime.ts';
import { type ExecutionsFixture, startExecutionsFixture, stateMachines } from './fixture.ts';

let fixture: ExecutionsFixture;

beforeAll(async () => {
  fixture = await startExecutionsFixture();
});
afterAll(() => fixture.runtime.discard());

describe('an execution that fails', () => {
  it('shows error and cause', async () => {
    fixture.answer = { ok: false, error: 'Broken', cause: 'no' };
    await fixture.start('Work', 'failed');

    expect(await closed(fixture.runtime.client, executionArn('Work', 'failed'))).toMatchObject({
      status: 'FAILED',
      error: 'Broken',
      cause: 'no',
    });
  });
});

describe('an execution', () => {
  it('keeps the definition that it started with when the template changes', async () => {
    const arn = executionArn('Wait', 'kept');
    await fixture.start('Wait', 'kept');
    await reached(fixture.runtime.client, arn, 'WaitStateEntered');
    const changed = stateMachine('Wait', definition({ Other: { Type: 'Pass', End: true } }));

    await fixture.runtime.restart({ stateMachines: [changed] });

    const before = await fixture.runtime.client.send(
      new DescribeStateMachineForExecutionCommand({ executionArn: arn }),
    );
    expect(before).toMatchObject({ definition: stateMachines[1]?.definition, name: 'Wait' });
    await fixture.start('Wait', 'new');
    const after = new DescribeStateMachineForExecutionCommand({ executionArn: executionArn('Wait', 'new') });
    expect((await fixture.runtime.client.send(after)).definition).toBe(changed.definition);
  });
});
