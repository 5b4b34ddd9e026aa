import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSession } from '#client/session.ts';
import { type Addresses, eventually, signUpAt, untilStatus } from '#test/e2e/home.ts';

const main = join(import.meta.dirname, '..', '..', 'local', 'main.ts');

let folder: string;
let child: ChildProcess;
let printed = '';

/** No file of this home may grow beyond 4 MB: what is larger meets the end of the disk. */
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gen3d-full-'));
  const limited = 'trap "" XFSZ; ulimit -f 4000; exec "$0" "$@"';
  const args = ['-c', limited, process.execPath, main, '--folder', folder, '--port', 'free'];
  child = spawn('bash', args, { stdio: ['ignore', 'pipe', 'ignore'] });
  child.stdout?.on('data', (chunk) => (printed += chunk));
});
afterEach(async () => {
  const gone = once(child, 'exit');
  child.kill('SIGINT');
  await gone;
  await rm(folder, { recursive: true });
});

async function addresses(): Promise<Addresses> {
  await eventually(async () => printed.includes('Ctrl-C stops it') || undefined, 'The greeting');
  const after = (label: string) => new RegExp(`${label}\\s+(\\S+)`).exec(printed)?.[1] ?? '';
  const clientId = /client (\w+)/.exec(printed)?.[1] ?? '';
  return { api: after('API'), issuer: after('Sign-in'), inbox: after('Mail inbox'), clientId };
}

describe('a home whose disk is full', { timeout: 120_000 }, () => {
  it('says so, keeps nothing of what did not fit, and goes on with what does', async () => {
    const user = await signUpAt(await addresses(), { email: 'ada@example.com', password: 'Correct-Horse-7' });
    const upload = (size: number) =>
      startSession(user.client, { bytes: new Uint8Array(size), type: 'image/png' });

    await expect(upload(5_000_000)).rejects.toMatchObject({ status: 507, code: 'StorageFull' });
    const next = await untilStatus(user, await upload(1_000), ({ mail }) => mail !== undefined);

    expect(next).toMatchObject({ status: 'failed', reason: { code: 'PhotoNotAnImage' }, mail: 'sent' });
    const files = await readdir(join(folder, 's3'), { recursive: true, withFileTypes: true });
    const sizes = files
      .filter((file) => file.isFile())
      .map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size);
    expect(Math.max(...(await Promise.all(sizes)))).toBeLessThan(3_000_000);
  });
});
