import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSession } from '#client/session.ts';
import { type EnvironmentAddress, signUpAt } from '#local/testing/users.ts';
import { eventually, untilStatus } from '#test/support/test-environment.ts';

const main = join(import.meta.dirname, '..', '..', 'local', 'main.ts');

let folder: string;
let child: ChildProcess;
let printed = '';

/** Limits files to 4 MB, as a full disk would. */
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

async function addresses(): Promise<EnvironmentAddress> {
  await eventually(async () => printed.includes('Press Ctrl-C to stop') || undefined, 'The greeting');
  const after = (label: string) => new RegExp(`${label}\\s+(\\S+)`).exec(printed)?.[1] ?? '';
  const clientId = /client (\w+)/.exec(printed)?.[1] ?? '';
  return {
    urls: { api: after('API'), issuer: after('Sign-in'), inbox: after('Inbox') },
    clientId,
  };
}

describe('a local environment with a full disk', { timeout: 120_000 }, () => {
  it('reports it, stores nothing of the failed upload, and accepts smaller ones', async () => {
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
