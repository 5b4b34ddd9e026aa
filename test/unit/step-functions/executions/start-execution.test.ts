import { DescribeExecutionCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { typesOf } from '../histories.ts';
import { executionArn, machineArn } from '../runtime.ts';
import { type ExecutionsHome, startExecutionsHome } from './home.ts';

let home: ExecutionsHome;

beforeAll(async () => {
  home = await startExecutionsHome();
});
afterAll(() => home.runtime.discard());

describe('StartExecution', () => {
  it('runs the state machine to its end', async () => {
    const started = await home.start('Greet', 'run', '{"name":"Ada"}');

    expect(started.executionArn).toBe(executionArn('Greet', 'run'));
    expect(await home.describe('Greet', 'run')).toMatchObject({
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
    expect(await typesOf(home.runtime.client, executionArn('Greet', 'run'))).toEqual([
      'ExecutionStarted',
      'PassStateEntered',
      'PassStateExited',
      'ExecutionSucceeded',
    ]);
  });

  it('makes a name and takes an empty object when there is neither name nor input', async () => {
    const { executionArn: arn = '' } = await home.runtime.client.send(
      new StartExecutionCommand({ stateMachineArn: machineArn('Wait') }),
    );

    const execution = await home.runtime.client.send(new DescribeExecutionCommand({ executionArn: arn }));

    expect(execution.name).toMatch(/^[0-9a-f-]{36}$/);
    expect(execution.input).toBe('{}');
  });

  it('again with the same name and input is the same execution while it runs', async () => {
    const first = await home.start('Wait', 'twice', '{"a":1}');
    const second = await home.start('Wait', 'twice', '{"a":1}');

    expect(second.executionArn).toBe(first.executionArn);
    expect(second.startDate).toEqual(first.startDate);
    expect(await typesOf(home.runtime.client, executionArn('Wait', 'twice'))).toHaveLength(2);
  });

  it('at the same moment, many times, is one execution', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => home.start('Wait', 'crowd', '{}')));

    expect(new Set(all.map(({ startDate }) => startDate?.getTime())).size).toBe(1);
  });

  it('with another input for a running name is refused', async () => {
    await home.start('Wait', 'other', '{"a":1}');

    await expect(home.start('Wait', 'other', '{"a":2}')).rejects.toMatchObject({
      name: 'ExecutionAlreadyExists',
    });
  });

  it('with the name of a closed execution is refused, also with the same input', async () => {
    await home.start('Greet', 'done', '{"name":"Ada"}');

    await expect(home.start('Greet', 'done', '{"name":"Ada"}')).rejects.toMatchObject({
      name: 'ExecutionAlreadyExists',
      message: `Execution Already Exists: '${executionArn('Greet', 'done')}'`,
    });
  });

  it.each([
    ['an unknown state machine', 'Nothing', 'a', '{}', 'StateMachineDoesNotExist'],
    ['a name that is too long', 'Wait', 'a'.repeat(81), '{}', 'InvalidName'],
    ['a name with a blank', 'Wait', 'a b', '{}', 'InvalidName'],
    ['a name with a colon', 'Wait', 'a:b', '{}', 'InvalidName'],
    ['an input that is not JSON', 'Wait', 'broken', '{', 'InvalidExecutionInput'],
    ['an input over 256 KiB', 'Wait', 'large', `"${'a'.repeat(262_143)}"`, 'ValidationException'],
  ])('with %s is refused', async (_what, machine, name, input, error) => {
    await expect(home.start(machine, name, input)).rejects.toMatchObject({ name: error });
  });

  it('takes an input of exactly 256 KiB', async () => {
    const input = `"${'a'.repeat(262_142)}"`;
    await home.start('Wait', 'full', input);

    expect((await home.describe('Wait', 'full')).input).toBe(input);
  });
});
