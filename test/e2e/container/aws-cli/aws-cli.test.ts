import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ServiceOptions } from '#local/emulators/service.ts';
import { removeFolder, serviceOptions } from '#test/unit/local/emulators/fixture.ts';
import {
  definition,
  machineArn,
  roleArn,
  startRuntime,
  type TestRuntime,
} from '#test/unit/local/step-functions/runtime.ts';
import { type Aws, awsCli } from './aws.ts';

/** The first run creates the Python environment. */
const minutes = 10 * 60_000;
const ask = definition({
  Ask: {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    Arguments: { FunctionName: 'ask', Payload: { token: '{% $states.context.Task.Token %}' } },
    End: true,
  },
});

let options: ServiceOptions;
let runtime: TestRuntime;
let aws: Aws;
let machine: string;

beforeAll(async () => {
  options = await serviceOptions();
  runtime = await startRuntime({
    ...options,
    callTask: async () => ({ ok: true, output: '{"StatusCode":202}' }),
  });
  aws = awsCli(runtime.service.url, options);
  const created = await aws(
    'create-state-machine',
    '--name',
    'Ask',
    '--definition',
    ask,
    '--role-arn',
    roleArn,
  );
  machine = z.object({ stateMachineArn: z.string() }).parse(created).stateMachineArn;
}, minutes);
afterAll(async () => {
  await runtime.service.close();
  await removeFolder(options);
});

describe('the AWS CLI', { timeout: minutes }, () => {
  it('creates, lists and describes a state machine', async () => {
    const listed = await aws('list-state-machines');
    const described = await aws('describe-state-machine', '--state-machine-arn', machine);

    expect(machine).toBe(machineArn('Ask'));
    expect(listed).toMatchObject({ stateMachines: [{ name: 'Ask' }] });
    expect(described).toMatchObject({ status: 'ACTIVE', definition: ask });
  });

  it('completes a waiting task and reads the history page by page', async () => {
    const arn = await start('answered');
    const token = await waitingToken(arn);

    await aws('send-task-heartbeat', '--task-token', token);
    await aws('send-task-success', '--task-token', token, '--task-output', '{"answer":42}');

    const ended = await untilEnded(arn);
    const paged = await aws('get-execution-history', '--execution-arn', arn, '--page-size', '2');
    expect(ended).toMatchObject({ status: 'SUCCEEDED', output: '{"answer":42}' });
    expect(History.parse(paged).events.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('fails a task and redrives the execution, which waits again', async () => {
    const arn = await start('redriven');
    const token = await waitingToken(arn);
    await aws('send-task-failure', '--task-token', token, '--error', 'Enough', '--cause', 'No answer.');
    const failed = await untilEnded(arn);

    await aws('redrive-execution', '--execution-arn', arn);
    await waitingToken(arn);
    await aws('stop-execution', '--execution-arn', arn, '--error', 'Stopped', '--cause', 'By an operator.');

    expect(failed).toMatchObject({ status: 'FAILED', error: 'Enough', cause: 'No answer.' });
    expect(await untilEnded(arn)).toMatchObject({ status: 'ABORTED', error: 'Stopped', redriveCount: 1 });
  });

  it.each([
    [
      'a name taken by another input',
      ['start-execution', '--name', 'answered', '--input', '[]'],
      'ExecutionAlreadyExists',
    ],
    [
      'a token that is none',
      ['send-task-success', '--task-token', 'x', '--task-output', '1'],
      'InvalidToken',
    ],
  ])('receives the error code of AWS for %s', async (_what, [command = '', ...args], code) => {
    const target = command === 'start-execution' ? ['--state-machine-arn', machine] : [];

    await expect(aws(command, ...target, ...args)).rejects.toThrow(`(${code})`);
  });

  it('receives the problems of an invalid definition', async () => {
    const answer = await aws(
      'validate-state-machine-definition',
      '--definition',
      '{"StartAt":"A","States":{}}',
    );

    expect(answer).toMatchObject({ result: 'FAIL', diagnostics: [{ severity: 'ERROR' }] });
  });
});

const Event = z.looseObject({
  id: z.number(),
  type: z.string(),
  taskScheduledEventDetails: z.object({ parameters: z.string() }).optional(),
});
const History = z.object({ events: z.array(Event) });
const Parameters = z.object({ Payload: z.object({ token: z.string() }) });
const Described = z.looseObject({ status: z.string() });

async function start(name: string): Promise<string> {
  const answer = await aws(
    'start-execution',
    '--state-machine-arn',
    machine,
    '--name',
    name,
    '--input',
    '{}',
  );
  return z.object({ executionArn: z.string() }).parse(answer).executionArn;
}

/** The token is in the parameters of the scheduled task. The task waits for it after its own call. */
async function waitingToken(arn: string): Promise<string> {
  for (;;) {
    const { events } = History.parse(
      await aws('get-execution-history', '--execution-arn', arn, '--reverse-order'),
    );
    const [last] = events;
    const scheduled = events.find(({ type }) => type === 'TaskScheduled')?.taskScheduledEventDetails;
    if (last?.type === 'TaskSubmitted' && scheduled)
      return Parameters.parse(JSON.parse(scheduled.parameters)).Payload.token;
    await sleep(50);
  }
}

async function untilEnded(arn: string): Promise<z.infer<typeof Described>> {
  for (;;) {
    const described = Described.parse(await aws('describe-execution', '--execution-arn', arn));
    if (described.status !== 'RUNNING') return described;
    await sleep(50);
  }
}
