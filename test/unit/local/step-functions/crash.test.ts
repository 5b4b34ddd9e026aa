import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import {
  ListExecutionsCommand,
  SendTaskSuccessCommand,
  type SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ServiceOptions } from '#local/emulators/service.ts';
import { StatusChangeEvent } from '#local/step-functions/status-change.ts';
import { removeFolder, serviceOptions } from '#test/unit/local/emulators/fixture.ts';
import { crashTestHistory, crashTestMachine } from './crashable-runtime.ts';
import { historyOf } from './histories.ts';
import { clientOf, executionArn } from './runtime.ts';
import { problemsOf } from './well-formed.ts';

let options: ServiceOptions;
const names = Array.from({ length: 12 }, (_, index) => `session-${index}`);
const Call = z.object({
  Payload: z.object({ name: z.string() }),
  scheduledEventId: z.number(),
  stateName: z.string(),
  taskToken: z.string().optional(),
});
let child: ChildProcess | undefined;

beforeEach(async () => {
  options = await serviceOptions();
});
afterEach(async () => {
  child?.kill('SIGKILL');
  await removeFolder(options);
});

/** A runtime in its own process, which the test kills. */
async function spawned(): Promise<SFNClient> {
  const path = fileURLToPath(new URL('children/runtime.ts', import.meta.url));
  child = spawn(process.execPath, [path, options.folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  if (child.stdout === null) throw new Error('The child has no output.');
  const [url] = await once(createInterface(child.stdout), 'line');
  return clientOf({ url: String(url) });
}

async function killed(): Promise<void> {
  if (child === undefined) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

function lines<T>(file: string, schema: z.ZodType<T>): T[] {
  const path = join(options.folder, file);
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => schema.parse(JSON.parse(line)));
}

/** A client that does not know whether its last request arrived repeats all requests. */
async function insist(client: SFNClient): Promise<void> {
  for (const name of names) {
    const start = { stateMachineArn: crashTestMachine.arn, name, input: JSON.stringify({ name }) };
    await tolerate(client.send(new StartExecutionCommand(start)), 'ExecutionAlreadyExists');
  }
  for (const { taskToken } of lines('calls.jsonl', Call))
    if (taskToken !== undefined)
      await tolerate(
        client.send(new SendTaskSuccessCommand({ taskToken, output: '{"mask":1}' })),
        'TaskTimedOut',
      );
}

/** An error that means "already done" counts as success. */
async function tolerate(request: Promise<unknown>, name: string): Promise<void> {
  await request.catch((error: unknown) => {
    if (!(error instanceof Error && error.name === name)) throw error;
  });
}

async function running(client: SFNClient): Promise<number> {
  const filter = { stateMachineArn: crashTestMachine.arn, statusFilter: 'RUNNING' } as const;
  return (await client.send(new ListExecutionsCommand(filter))).executions?.length ?? 0;
}

describe('a runtime that is killed again and again', () => {
  it('brings every execution to one end, with the same history as without crashes', async () => {
    for (let round = 0; round < 8; round += 1) {
      const client = await spawned();
      const death = delay(100 + Math.random() * 500).then(killed);
      await insist(client).catch(() => {});
      await death;
    }
    const client = await spawned();
    do await insist(client);
    while ((await running(client)) > 0);

    const calls = lines('calls.jsonl', Call);
    for (const name of names) {
      const history = await historyOf(client, executionArn('Survivor', name));
      const types = history.map(({ type }) => type);
      expect(problemsOf(history, true)).toEqual([]);
      expect([crashTestHistory, crashTestHistory.filter((type) => type !== 'TaskSubmitted')]).toContainEqual(
        types,
      );
      const identities = calls.filter(({ Payload }) => Payload.name === name);
      expect(new Set(identities.map((one) => JSON.stringify(one))).size).toBe(3);
    }
    const published = () =>
      lines('statuses.jsonl', StatusChangeEvent)
        .filter(({ detail }) => detail.status === 'SUCCEEDED')
        .map(({ detail }) => detail.name);
    await expect.poll(() => new Set(published())).toEqual(new Set(names));
  }, 60_000);

  it('has lost nothing that it acknowledged', async () => {
    for (const name of names.slice(0, 3)) {
      const client = await spawned();
      await client.send(
        new StartExecutionCommand({ stateMachineArn: crashTestMachine.arn, name, input: '{"name":"a"}' }),
      );
      await killed();
    }
    const client = await spawned();

    const filter = new ListExecutionsCommand({ stateMachineArn: crashTestMachine.arn });
    const { executions = [] } = await client.send(filter);
    expect(executions.map(({ name }) => name)).toEqual(names.slice(0, 3).toReversed());
  });
});
