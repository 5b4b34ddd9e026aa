import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EnvironmentAddress, signUpAt } from '#local/testing/users.ts';
import { eventually, giveMask, untilMask, untilStatus } from '../support/test-environment.ts';

const main = join(import.meta.dirname, '..', '..', 'local', 'main.ts');

let folder: string;
let running: ChildProcess[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gen3d-command-'));
  running = [];
});
afterEach(async () => {
  for (const child of running.filter(
    ({ exitCode, signalCode }) => exitCode === null && signalCode === null,
  )) {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  await rm(folder, { recursive: true });
});

/** `npm start` on the folder of this test. */
function start(...args: string[]): { child: ChildProcess; printed: () => string } {
  let printed = '';
  const child = spawn(process.execPath, [main, '--folder', folder, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (printed += chunk));
  running.push(child);
  return { child, printed: () => printed };
}

/** Waits for the printed addresses. */
async function addressesOf(printed: () => string): Promise<EnvironmentAddress> {
  await eventually(async () => printed().includes('Press Ctrl-C to stop') || undefined, 'The greeting');
  const after = (label: string) => new RegExp(`${label}\\s+(\\S+)`).exec(printed())?.[1] ?? '';
  return {
    urls: { api: after('API'), issuer: after('Sign-in'), inbox: after('Inbox') },
    clientId: /client (\w+)/.exec(printed())?.[1] ?? '',
  };
}

async function run(...args: string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const outputs = Promise.all([text(child.stdout), text(child.stderr)]);
  await once(child, 'close');
  return { code: child.exitCode, output: (await outputs).join('') };
}

describe('npm start', { timeout: 180_000 }, () => {
  it('continues a waiting session after kill -9', async () => {
    const first = start('--port', 'free');
    const at = await addressesOf(first.printed);
    const user = await signUpAt(at, { email: 'ada@example.com', password: 'Correct-Horse-7' });
    const waiting = await untilMask(user);
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');

    const second = start();
    expect(await addressesOf(second.printed)).toEqual(at);
    await giveMask(user, waiting);

    const done = await untilStatus(user, waiting.job_id, ({ status }) => status !== 'processing');
    expect(done.status).toBe('completed');
  });

  it('stops cleanly on Ctrl-C', async () => {
    const { child, printed } = start('--port', 'free');
    await addressesOf(printed);

    child.kill('SIGINT');
    const [code] = await once(child, 'exit');

    expect(code).toBe(0);
    expect(printed()).toContain('The next start continues from here');
  });

  it('names the port in use and says what to do', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;

    const { code, output } = await run('--folder', folder, '--port', `${port}`);

    server.close();
    expect(code).toBe(1);
    expect(output).toMatch(new RegExp(`Port ${port} \\(api\\) is in use.* --port BASE`));
  });

  it.each([
    ['--port', 'abc'],
    ['--smtp', 'nowhere'],
    ['--endpoint', 'x y'],
    ['--operator', 'nobody'],
    ['--unknown', 'x'],
  ])('rejects %s %s', async (option, value) => {
    const { code, output } = await run('--folder', folder, option, value);

    expect(code).toBe(2);
    expect(output).toContain(option);
  });

  it('prints its help', async () => {
    const { code, output } = await run('--help');

    expect(code).toBe(0);
    for (const option of ['--fresh', '--smtp', '--endpoint', '--port', '--folder', '--operator']) {
      expect(output).toContain(option);
    }
  });
});
