import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { DecoderLimits } from '#tasks/core/photo/decoder/run.ts';
import { runDecoder } from '#tasks/core/photo/decoder/run.ts';

const folder = mkdtempSync(join(tmpdir(), 'gen3d-decoder-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const request = { task: 'photo', format: 'jpeg', orientation: 1, width: 9, height: 9, maxSide: 9 } as const;

/** Runs a program in the decoder's place. It answers by throwing the answer's detail as its own. */
function run(program: string, limits: Partial<DecoderLimits> = {}, file = new Uint8Array(9)) {
  const decoder = { file: join(folder, 'decoder.mjs'), folder };
  writeFileSync(decoder.file, program);
  return runDecoder(request, file, { timeoutMs: 20_000, ...limits }, decoder);
}

/** Answers with a failure whose detail is the value of an expression. */
const telling = (expression: string) => `
  const text = JSON.stringify({ head: { fault: 'damaged', detail: String(${expression}) }, lengths: [] });
  const size = Buffer.alloc(4);
  size.writeUInt32BE(text.length);
  process.stdout.write(Buffer.concat([size, Buffer.from(text)]));`;

describe('a decoder that', () => {
  it.each([
    ['exits', 'process.exit(1)', 'damaged'],
    ['exits without an error', '', 'damaged'],
    ['throws', 'throw new Error("no")', 'damaged'],
    ['is killed', "process.kill(process.pid, 'SIGKILL')", 'damaged'],
    ['answers with noise', 'process.stdout.write(Buffer.alloc(999, 7))', 'damaged'],
    ['exhausts the heap', 'const all = []; for (;;) all.push({ all: [...all] })', 'memory'],
  ])('%s makes its file damaged, and nothing else', async (_name, program, fault) => {
    expect(await run(program)).toMatchObject({ fault });
  });

  it.each([
    ['waits', 'setInterval(() => {}, 1_000)'],
    ['computes', 'for (;;);'],
  ])('%s for ever is ended', async (_name, program) => {
    expect(await run(program, { timeoutMs: 700 })).toMatchObject({ fault: 'time' });
  });

  it('does not read a large file ends early, too', async () => {
    expect(await run('process.exit(0)', {}, new Uint8Array(40_000_000))).toMatchObject({ fault: 'damaged' });
  });

  it.runIf(process.platform === 'linux')('takes too much memory is ended', async () => {
    const program = 'globalThis.all = Buffer.alloc(400_000_000, 1); setInterval(() => {}, 1_000)';

    expect(await run(program, { memoryMb: 300 })).toMatchObject({ fault: 'memory' });
  });
});

describe('a decoder', () => {
  it('has no credentials', async () => {
    process.env.AWS_SECRET_ACCESS_KEY = 'secret';

    expect(await run(telling('Object.keys(process.env).join()'))).toMatchObject({
      detail: expect.not.stringContaining('AWS'),
    });
  });

  it.each([
    [
      'reads no file outside its folder',
      `await import('node:fs').then((fs) => fs.readFileSync('/etc/passwd'))`,
    ],
    ['writes no file', `await import('node:fs').then((fs) => fs.writeFileSync('${folder}/new', ''))`],
    ['starts no process', `await import('node:child_process').then((child) => child.execSync('true'))`],
  ])('%s', async (_name, expression) => {
    const program = `const tried = await (async () => ${expression})().catch((error) => error.code);${telling('tried')}`;

    expect(await run(program)).toMatchObject({ detail: 'ERR_ACCESS_DENIED' });
  });
});
