import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { jobId } from '../statuses.ts';
import { type CommandEnvironment, commandEnvironment, png } from './environment.ts';

let environment: CommandEnvironment;

beforeEach(async () => {
  environment = await commandEnvironment();
});
afterEach(() => environment[Symbol.asyncDispose]());

describe('the other commands', () => {
  test('download saves a file of the session', async () => {
    environment.gen3d.files = { mask: png };

    const { exitCode, stdout } = await environment.run(`download ${jobId} --file mask`);

    expect(exitCode).toBe(0);
    expect(stdout).toContain(`${jobId}.mask.png`);
    expect(new Uint8Array(await readFile(join(environment.folder.path, `${jobId}.mask.png`)))).toEqual(png);
  });

  test.each([
    ['photo.png', 'photo', png],
    ['photo.jpg', 'photo', new Uint8Array([0xff, 0xd8, 0xff, 0xe0])],
    ['thumbnail.webp', 'thumbnail', png],
    ['alpha-mask.png', 'alpha_mask', png],
  ] as const)('download names the file .%s', async (ending, file, bytes) => {
    environment.gen3d.files = { [file]: bytes };

    const { stdout } = await environment.run(`download ${jobId} --file ${file}`);

    expect(stdout).toContain(`${jobId}.${ending}: `);
  });

  test('download of a missing file prints that it is missing', async () => {
    environment.gen3d.files = {};

    const { exitCode, stderr } = await environment.run(`download ${jobId}`);

    expect(exitCode).toBe(1);
    expect(stderr).toBe(`Session ${jobId} has no file "mesh" yet.\n`);
  });
});
