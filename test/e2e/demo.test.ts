import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countsOf, readPly } from '#client/ply.ts';
import { geometryText } from '#contracts/format.ts';
import { demoCommand } from '#local/demo/command.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gen3d-demo-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function run(line: string, signal = new AbortController().signal) {
  let stdout = '';
  let stderr = '';
  const exitCode = await demoCommand(line.split(' ').filter(Boolean), {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
    folder,
    signal,
  });
  return { exitCode, stdout, stderr };
}

describe('npm run demo', { timeout: 180_000 }, () => {
  it('runs a session from the sample photo to the email, and again with the same user', async () => {
    const first = await run('--quality low --out cup.ply');
    const second = await run('--quality low --point 285,150 --background 560,380');

    expect(first).toMatchObject({ exitCode: 0 });
    const geometry = geometryText(countsOf(readPly(new Uint8Array(await readFile(join(folder, 'cup.ply'))))));
    for (const part of [
      'Created the account demo@example.com with the emailed code.',
      'Mask made from the embedding.',
      /RequestReconstruction +at +[\d.]+ s +[\d.]+ s/,
      /SessionSucceeded +at +[\d.]+ s +[\d.]+ s/,
      geometry,
      /to demo@example.com: "Your 3D Model is Ready!"/,
      /The link works \([\d.]+ MB\)/,
      'npm start -- --folder .gen3d/demo',
    ]) {
      expect(first.stdout).toMatch(part);
    }
    expect(second.exitCode).toBe(0);
    expect(second.stdout).toContain('Signed in as demo@example.com.');
  });

  it('exits with code 2 and one message for invalid arguments', async () => {
    const wrong = await run('--photo missing.jpg --point 1,1');

    expect(wrong).toMatchObject({ exitCode: 2, stdout: '' });
    expect(wrong.stderr).toMatch(/Can't read .*missing\.jpg \(it does not exist\)\.\n$/);
  });

  it('exits with code 1 and one message when the session fails', async () => {
    const outside = await run('--point 700,5');

    expect(outside.exitCode).toBe(1);
    expect(outside.stderr).toMatch(/The click at \(700, 5\) is outside the photo of 600 × 400 pixels\.\n$/);
  });

  it('says how to continue after Ctrl-C', async () => {
    const stop = new AbortController();
    stop.abort(new DOMException('Ctrl-C', 'AbortError'));

    const stopped = await run('', stop.signal);

    expect(stopped.exitCode).toBe(130);
    expect(stopped.stderr).toContain('npm start -- --folder .gen3d/demo');
  });
});
