import { DescribeExecutionCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { typesOf } from '../../histories.ts';
import { executionArn, machineArn } from '../../runtime.ts';
import { type ExecutionsFixture, startExecutionsFixture } from './fixture.ts';

let fixture: ExecutionsFixture;

beforeAll(async () => {
  fixture = await startExecutionsFixture();
});
afterAll(() => fixture.runtime.discard());

describe('StartExecution', () => {
  it('runs the state machine to its end', async () => {
    const started = await fixture.start('Greet', 'run', '{"name":"Ada"}');

    expect(started.executionArn).toBe(executionArn('Greet', 'run'));
    expect(await fixture.describe('Greet', 'run')).toMatchObject({
      executionArn: executionArn('Greet', 'run'),
      stateMachineArn: machineArn('Greet'),
      name: 'run',
      status: 'SUCCEEDED',
      startDate: started.startDate,
      stopDate: expect.any(Date),
      input: '{"name":"Ada"}',
      inputDetails: { included: true },
      output: '"hello Ada"',
      outputDetails: { included: true },
      redriveCount: 0,
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
    });
    expect(await typesOf(fixture.runtime.client, executionArn('Greet', 'run'))).toEqual([
      'ExecutionStarted',
      'PassStateEntered',
      'PassStateExited',
      'ExecutionSucceeded',
    ]);
  });

  it('generates a name and uses an empty object without name and input', async () => {
    const { executionArn: arn = '' } = await fixture.runtime.client.send(
      new StartExecutionCommand({ stateMachineArn: machineArn('Wait') }),
    );

    const execution = await fixture.runtime.client.send(new DescribeExecutionCommand({ executionArn: arn }));

    expect(execution.name).toMatch(/^[0-9a-f-]{36}$/);
    expect(execution.input).toBe('{}');
  });

  it('returns the same execution for the same name and input while it runs', async () => {
    const first = await fixture.start('Wait', 'twice', '{"a":1}');
    const second = await fixture.start('Wait', 'twice', '{"a":1}');

    expect(second.executionArn).toBe(first.executionArn);
    expect(second.startDate).toEqual(first.startDate);
    expect(await typesOf(fixture.runtime.client, executionArn('Wait', 'twice'))).toHaveLength(2);
  });

  it('creates one execution from many concurrent calls', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => fixture.start('Wait', 'crowd', '{}')));

    expect(new Set(all.map(({ startDate }) => startDate?.getTime())).size).toBe(1);
  });

  it('rejects another input for a running name', async () => {
    await fixture.start('Wait', 'other', '{"a":1}');

    await expect(fixture.start('Wait', 'other', '{"a":2}')).rejects.toMatchObject({
      name: 'ExecutionAlreadyExists',
    });
  });

  it('rejects the name of a closed execution, also with the same input', async () => {
    await fixture.start('Greet', 'done', '{"name":"Ada"}');

    await expect(fixture.start('Greet', 'done', '{"name":"Ada"}')).rejects.toMatchObject({
      name: 'ExecutionAlreadyExists',
      message: `Execution Already Exists: '${executionArn('Greet', 'done')}'`,
    });
  });

  it.each([
    ['an unknown state machine', 'Nothing', 'a', '{}', 'StateMachineDoesNotExist'],
    ['a name that is too long', 'Wait', 'a'.repeat(81), '{}', 'InvalidName'],
    ['a name with a space', 'Wait', 'a b', '{}', 'InvalidName'],
    ['a name with a colon', 'Wait', 'a:b', '{}', 'InvalidName'],
    ['an input that is not JSON', 'Wait', 'broken', '{', 'InvalidExecutionInput'],
    ['an input over 256 KiB', 'Wait', 'large', `"${'a'.repeat(262_143)}"`, 'ValidationException'],
  ])('rejects %s', async (_what, stateMachine, name, input, error) => {
    await expect(fixture.start(stateMachine, name, input)).rejects.toMatchObject({ name: error });
  });

  it('accepts an input of exactly 256 KiB', async () => {
    const input = `"${'a'.repeat(262_142)}"`;
    await fixture.start('Wait', 'full', input);

    expect((await fixture.describe('Wait', 'full')).input).toBe(input);
  });
});
