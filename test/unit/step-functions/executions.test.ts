import {
  DescribeExecutionCommand,
  DescribeStateMachineForExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  RedriveExecutionCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TaskAnswer } from '#local/step-functions/index.ts';
import { removeFolder, serviceOptions } from '#test/unit/services/home.ts';
import { closed, historyOf, reached, typesOf } from './histories.ts';
import {
  definition,
  executionArn,
  machineArn,
  roleArn,
  startRuntime,
  stateMachine,
  type TestRuntime,
} from './runtime.ts';

const options = await serviceOptions();
const work = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Arguments: { FunctionName: 'f' } };
const machines = [
  stateMachine(
    'Greet',
    definition({ Greet: { Type: 'Pass', Output: "{% 'hello ' & $states.input.name %}", End: true } }),
  ),
  stateMachine('Wait', definition({ Wait: { Type: 'Wait', Seconds: 3_600, End: true } })),
  stateMachine('Work', definition({ Work: { ...work, End: true } })),
];
let answer: TaskAnswer = { ok: true, output: '{"Payload":1}' };
let runtime: TestRuntime;

beforeAll(async () => {
  runtime = await startRuntime({ ...options, stateMachines: machines, callTask: async () => answer });
});
afterAll(async () => {
  await runtime.service.close();
  await removeFolder(options);
});

const start = (machine: string, name: string, input?: string) =>
  runtime.client.send(new StartExecutionCommand({ stateMachineArn: machineArn(machine), name, input }));
const describe_ = (machine: string, name: string) =>
  runtime.client.send(new DescribeExecutionCommand({ executionArn: executionArn(machine, name) }));

describe('StartExecution', () => {
  it('runs the state machine to its end', async () => {
    const started = await start('Greet', 'run', '{"name":"Ada"}');

    expect(started.executionArn).toBe(executionArn('Greet', 'run'));
    expect(await describe_('Greet', 'run')).toMatchObject({
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
    expect(await typesOf(runtime.client, executionArn('Greet', 'run'))).toEqual([
      'ExecutionStarted',
      'PassStateEntered',
      'PassStateExited',
      'ExecutionSucceeded',
    ]);
  });

  it('makes a name and takes an empty object when there is neither name nor input', async () => {
    const { executionArn: arn = '' } = await runtime.client.send(
      new StartExecutionCommand({ stateMachineArn: machineArn('Wait') }),
    );

    const execution = await runtime.client.send(new DescribeExecutionCommand({ executionArn: arn }));

    expect(execution.name).toMatch(/^[0-9a-f-]{36}$/);
    expect(execution.input).toBe('{}');
  });

  it('again with the same name and input is the same execution while it runs', async () => {
    const first = await start('Wait', 'twice', '{"a":1}');
    const second = await start('Wait', 'twice', '{"a":1}');

    expect(second.executionArn).toBe(first.executionArn);
    expect(second.startDate).toEqual(first.startDate);
    expect(await typesOf(runtime.client, executionArn('Wait', 'twice'))).toHaveLength(2);
  });

  it('at the same moment, many times, is one execution', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => start('Wait', 'crowd', '{}')));

    expect(new Set(all.map(({ startDate }) => startDate?.getTime())).size).toBe(1);
  });

  it('with another input for a running name is refused', async () => {
    await start('Wait', 'other', '{"a":1}');

    await expect(start('Wait', 'other', '{"a":2}')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
  });

  it('with the name of a closed execution is refused, also with the same input', async () => {
    await start('Greet', 'done', '{"name":"Ada"}');

    await expect(start('Greet', 'done', '{"name":"Ada"}')).rejects.toMatchObject({
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
    await expect(start(machine, name, input)).rejects.toMatchObject({ name: error });
  });

  it('takes an input of exactly 256 KiB', async () => {
    const input = `"${'a'.repeat(262_142)}"`;
    await start('Wait', 'full', input);

    expect((await describe_('Wait', 'full')).input).toBe(input);
  });
});

describe('StopExecution', () => {
  it('aborts, with error and cause', async () => {
    await start('Wait', 'stopped');
    const arn = executionArn('Wait', 'stopped');

    await runtime.client.send(new StopExecutionCommand({ executionArn: arn, error: 'E', cause: 'because' }));

    expect(await describe_('Wait', 'stopped')).toMatchObject({
      status: 'ABORTED',
      error: 'E',
      cause: 'because',
      redriveStatus: 'REDRIVABLE',
    });
    expect(await typesOf(runtime.client, arn)).toEqual([
      'ExecutionStarted',
      'WaitStateEntered',
      'ExecutionAborted',
    ]);
  });

  it('of a closed execution changes nothing', async () => {
    await start('Wait', 'again');
    const arn = executionArn('Wait', 'again');
    const first = await runtime.client.send(new StopExecutionCommand({ executionArn: arn }));

    const second = await runtime.client.send(new StopExecutionCommand({ executionArn: arn, error: 'E' }));

    expect(second.stopDate).toEqual(first.stopDate);
    expect((await describe_('Wait', 'again')).error).toBeUndefined();
  });

  it('of an unknown execution says so', async () => {
    const nobody = new StopExecutionCommand({ executionArn: executionArn('Wait', 'nobody') });

    await expect(runtime.client.send(nobody)).rejects.toMatchObject({ name: 'ExecutionDoesNotExist' });
  });
});

describe('RedriveExecution', () => {
  it('runs on from the task that failed, once for each client token', async () => {
    answer = { ok: false, error: 'Broken', cause: 'no' };
    await start('Work', 'redriven');
    const arn = executionArn('Work', 'redriven');
    await closed(runtime.client, arn);
    answer = { ok: true, output: '{"Payload":2}' };

    const redrive = new RedriveExecutionCommand({ executionArn: arn, clientToken: 'mine' });
    const first = await runtime.client.send(redrive);
    await closed(runtime.client, arn);
    const second = await runtime.client.send(redrive);

    expect(second.redriveDate).toEqual(first.redriveDate);
    expect(await describe_('Work', 'redriven')).toMatchObject({
      status: 'SUCCEEDED',
      output: '{"Payload":2}',
      redriveCount: 1,
      redriveDate: first.redriveDate,
    });
    expect((await describe_('Work', 'redriven')).error).toBeUndefined();
    expect((await typesOf(runtime.client, arn)).filter((type) => type === 'ExecutionRedriven')).toHaveLength(
      1,
    );
  });

  it('of what runs or has succeeded is refused', async () => {
    await start('Greet', 'fine', '{"name":"Ada"}');
    await start('Wait', 'running');

    for (const arn of [executionArn('Greet', 'fine'), executionArn('Wait', 'running')])
      await expect(
        runtime.client.send(new RedriveExecutionCommand({ executionArn: arn })),
      ).rejects.toMatchObject({
        name: 'ExecutionNotRedrivable',
      });
  });
});

describe('ListExecutions', () => {
  it('shows all of a state machine, newest first, in pages and by status', async () => {
    const list = (more: object) =>
      runtime.client.send(new ListExecutionsCommand({ stateMachineArn: machineArn('Greet'), ...more }));
    await start('Greet', 'list-1', '{"name":"a"}');
    await start('Greet', 'list-2', '{"name":"b"}');

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

describe('GetExecutionHistory', () => {
  it('comes in pages, in both directions, with or without data', async () => {
    const { executionArn: arn = '' } = await start('Greet', 'history', '{"name":"Ada"}');
    const all = await historyOf(runtime.client, arn);
    const get = (more: object) =>
      runtime.client.send(new GetExecutionHistoryCommand({ executionArn: arn, ...more }));

    expect(await historyOf(runtime.client, arn, 1)).toEqual(all);
    const reverse = await get({ reverseOrder: true, maxResults: 3 });
    const rest = await get({ reverseOrder: true, maxResults: 3, nextToken: reverse.nextToken });
    expect([...(reverse.events ?? []), ...(rest.events ?? [])]).toEqual(all.toReversed());
    expect(rest.nextToken).toBeUndefined();
    expect(all[0]?.executionStartedEventDetails).toEqual({
      input: '{"name":"Ada"}',
      inputDetails: { truncated: false },
      roleArn,
    });
    const bare = await get({ includeExecutionData: false });
    expect(bare.events?.[0]?.executionStartedEventDetails).toEqual({
      inputDetails: { truncated: false },
      roleArn,
    });
  });
});

describe('an execution that fails', () => {
  it('shows error and cause', async () => {
    answer = { ok: false, error: 'Broken', cause: 'no' };
    await start('Work', 'failed');

    expect(await closed(runtime.client, executionArn('Work', 'failed'))).toMatchObject({
      status: 'FAILED',
      error: 'Broken',
      cause: 'no',
    });
  });
});

describe('an execution', () => {
  it('keeps the definition that it started with when the template changes', async () => {
    const arn = executionArn('Wait', 'kept');
    await start('Wait', 'kept');
    await reached(runtime.client, arn, 'WaitStateEntered');
    const changed = stateMachine('Wait', definition({ Other: { Type: 'Pass', End: true } }));

    await runtime.restart({ stateMachines: [changed] });

    const before = await runtime.client.send(
      new DescribeStateMachineForExecutionCommand({ executionArn: arn }),
    );
    expect(before).toMatchObject({ definition: machines[1]?.definition, name: 'Wait' });
    await start('Wait', 'new');
    const after = new DescribeStateMachineForExecutionCommand({ executionArn: executionArn('Wait', 'new') });
    expect((await runtime.client.send(after)).definition).toBe(changed.definition);
  });
});
