import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { writeAwsFiles } from '#local/environment/aws-config.ts';
import { choosePorts } from '#local/environment/ports.ts';
import { readHistory } from '#state-machines/replay/index.ts';
import { credentials } from '#test/unit/local/emulators/fixture.ts';
import {
  definition,
  executionArn,
  machineArn,
  region,
  startRuntime,
  stateMachine,
  type TestRuntime,
} from '#test/unit/local/step-functions/runtime.ts';

const command = join(import.meta.dirname, '..', '..', '..', '..', 'state-machines', 'record', 'main.ts');
const stateMachineName = 'Gen3DSession';
/** Enough events for more than one page of 100. */
const states = Object.fromEntries(
  Array.from({ length: 60 }, (_, i) => [
    `S${i}`,
    { Type: 'Pass', ...(i < 59 ? { Next: `S${i + 1}` } : { End: true }) },
  ]),
);

let runtime: TestRuntime;
let folder: string;
let out: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gen3d-record-test-'));
  runtime = await startRuntime({ stateMachines: [stateMachine(stateMachineName, definition(states))] });
  const ports = await choosePorts('free', {});
  const stepFunctions = Number(new URL(runtime.service.url).port);
  await writeAwsFiles(join(folder, 'state', 'aws'), { ...ports, stepFunctions }, credentials, region);
  const input = JSON.stringify({ user_id: 'ada-lovelace-1815', email: 'ada@example.org' });
  const start = { stateMachineArn: machineArn(stateMachineName), name: 'job-1', input };
  await runtime.client.send(new StartExecutionCommand(start));
});
afterAll(async () => {
  await runtime.service.close();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  out = await mkdtemp(join(folder, 'out-'));
});

async function record(...args: string[]) {
  const child = spawn(process.execPath, [command, ...args, '--out', out], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const outputs = Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await once(child, 'close');
  const [stdout, stderr] = await outputs;
  return { code, stdout, stderr };
}

const fromFolder = () => ['--folder', join(folder, 'state')];

describe('npm run record', { timeout: 60_000 }, () => {
  it('stores all pages of a history without private data', async () => {
    const done = await record('job-1', ...fromFolder());

    expect(done).toMatchObject({ code: 0, stderr: '' });
    expect(await readdir(out)).toEqual(['succeeded.json']);
    const stored = await readFile(join(out, 'succeeded.json'), 'utf8');
    expect(readHistory(stored)).toHaveLength(2 + 60 * 2);
    expect(stored).not.toMatch(/ada/);
  });

  it('overwrites a recording only with --force', async () => {
    await record('job-1', ...fromFolder());

    const again = await record('job-1', ...fromFolder());
    const forced = await record('job-1', ...fromFolder(), '--force');

    expect(again).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/already exists\. Use --force to overwrite it/),
    });
    expect(forced.code).toBe(0);
  });

  it('accepts the ARN of an execution and the URL of an endpoint', async () => {
    const arn = executionArn(stateMachineName, 'job-1');

    const done = await record(arn, ...fromFolder(), '--endpoint', runtime.service.url);

    expect(done).toMatchObject({ code: 0, stderr: '' });
  });

  it.each<[string, readonly string[], number, RegExp]>([
    ['no job', [], 64, /Name one job id.*\nUsage/],
    ['an unknown option', ['job-1', '--nonsense'], 64, /nonsense.*\nUsage/s],
    ['an unknown job', ['job-2'], 1, /Execution .*job-2 not found/],
  ])('reports %s', async (_, args, code, message) => {
    const wrong = await record(...args, ...fromFolder());

    expect(wrong).toMatchObject({ code, stdout: '', stderr: expect.stringMatching(message) });
  });

  it('reports a folder without a local server', async () => {
    const wrong = await record('job-1', '--folder', out);

    expect(wrong).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/isn't a Gen3D folder. Create one: npm start -- --folder/),
    });
  });
});
