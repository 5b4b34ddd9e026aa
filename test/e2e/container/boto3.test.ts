import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ServiceOptions } from '#local/emulators/service.ts';
import { removeFolder, serviceOptions } from '#test/unit/local/emulators/fixture.ts';
import {
  definition,
  machineArn,
  startRuntime,
  stateMachine,
  type TestRuntime,
} from '#test/unit/local/step-functions/runtime.ts';

const python = fileURLToPath(new URL('../../../container/python.sh', import.meta.url));
const script = fileURLToPath(new URL('boto3_client.py', import.meta.url));
/** The first run creates the Python environment. */
const minutes = 10 * 60_000;

const ask = {
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
  Arguments: { FunctionName: 'ask', Payload: { token: '{% $states.context.Task.Token %}' } },
  End: true,
};

let options: ServiceOptions;
let runtime: TestRuntime;

beforeAll(async () => {
  options = await serviceOptions();
  runtime = await startRuntime({
    ...options,
    stateMachines: [stateMachine('Ask', definition({ Ask: ask }))],
    callTask: async () => ({ ok: true, output: '{"StatusCode":202}' }),
  });
});
afterAll(async () => {
  await runtime.service.close();
  await removeFolder(options);
});

describe('boto3', { timeout: minutes }, () => {
  it('starts, lists, reads, completes and stops executions, and receives the errors of AWS', async () => {
    const seen = await drive();

    expect(seen).toEqual({
      same: true,
      running: ['one'],
      status: 'SUCCEEDED',
      output: { answer: 42 },
      types: [
        'ExecutionStarted',
        'TaskStateEntered',
        'TaskScheduled',
        'TaskStarted',
        'TaskSubmitted',
        'TaskSucceeded',
        'TaskStateExited',
        'ExecutionSucceeded',
      ],
      stopped: 'ABORTED',
      again: 'TaskTimedOut',
      other: 'ExecutionAlreadyExists',
      nowhere: 'ExecutionDoesNotExist',
      valid: 'FAIL',
    });
  });
});

async function drive(): Promise<unknown> {
  const { accessKeyId, secretAccessKey } = options.credentials;
  const { stdout } = await promisify(execFile)(
    'bash',
    [python, 'light', script, runtime.service.url, machineArn('Ask')],
    { env: { ...process.env, AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } },
  );
  return z.json().parse(JSON.parse(stdout));
}
