import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startStepFunctions, type TaskCaller } from '#local/step-functions/index.ts';
import { accountId, credentials, region } from '#test/unit/local/emulators/fixture.ts';
import { crashTestMachine } from '../crashable-runtime.ts';

const [, , folder = ''] = process.argv;
const write = (file: string, line: object) => appendFileSync(join(folder, file), `${JSON.stringify(line)}\n`);

/** A task that logs its input and takes a moment. */
const callTask: TaskCaller = async ({ parameters, scheduledEventId, stateName, taskToken }) => {
  write('calls.jsonl', { ...JSON.parse(parameters), scheduledEventId, stateName, taskToken });
  await delay(Math.random() * 20);
  return { ok: true, output: '{"done":true}' };
};

const service = await startStepFunctions({
  folder,
  credentials,
  region,
  accountId,
  port: 0,
  stateMachines: [crashTestMachine],
  callTask,
  onStatusChange: async (event) => write('statuses.jsonl', event),
});
process.stdout.write(`${service.url}\n`);
