import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readPly } from '#client/ply.ts';
import { demo } from '#local/demo/demo.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gen3d-demo-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function run(line: string, signal = new AbortController().signal) {
  let stdout = '';
  let stderr = '';
  const exitCode = await demo(line.split(' ').filter(Boolean), {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
    folder,
    signal,
  });
  return { exitCode, stdout, stderr };
}

describe('npm run demo', { timeout: 180_000 }, () => {
  it('plays a session from the sample photo to the mail, and again with the user it has signed up', async () => {
    const first = await run('--quality low --out cup.ply');
    const second = await run('--quality low --point 285,150 --background 560,380');

    expect(first).toMatchObject({ exitCode: 0 });
    const { positions } = readPly(new Uint8Array(await readFile(join(folder, 'cup.ply'))));
    const points = (positions.length / 3).toLocaleString('en');
    for (const part of [
      'Signed up, by the code in the mail, and in as demo@example.com.',
      'The mask was made from the embedding',
      /RequestReconstruction +at +[\d.]+ s +[\d.]+ s/,
      /SessionSucceeded +at +[\d.]+ s +[\d.]+ s/,
      `${points} coloured points`,
      'to demo@example.com: "Your 3D Model is Ready!"',
      'The link works: it gave',
      'npm start -- --folder .gen3d/demo',
    ]) {
      expect(first.stdout).toMatch(part);
    }
    expect(second.exitCode).toBe(0);
    expect(second.stdout).toContain('Signed in as demo@example.com.');
  });

  it('ends in one sentence and exit code 2 before anything starts when it is called wrongly', async () => {
    const wrong = await run('--photo missing.jpg --point 1,1');

    expect(wrong).toMatchObject({ exitCode: 2, stdout: '' });
    expect(wrong.stderr).toMatch(/missing\.jpg cannot be read \(it does not exist\)\.\n$/);
  });

  it('ends in one sentence and exit code 1 when the session cannot go on', async () => {
    const outside = await run('--point 700,5');

    expect(outside.exitCode).toBe(1);
    expect(outside.stderr).toMatch(/The click at \(700, 5\) is outside the photo of 600×400 pixels\.\n$/);
  });

  it('stopped by Ctrl-C says how to go on', async () => {
    const stop = new AbortController();
    stop.abort(new DOMException('Ctrl-C', 'AbortError'));

    const stopped = await run('', stop.signal);

    expect(stopped.exitCode).toBe(130);
    expect(stopped.stderr).toContain('npm start -- --folder .gen3d/demo');
  });
});
