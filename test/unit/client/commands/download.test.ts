import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { jobId } from '../statuses.ts';
import { type CommandHome, commandHome, png } from './home.ts';

let home: CommandHome;

beforeEach(async () => {
  home = await commandHome();
});
afterEach(() => home[Symbol.asyncDispose]());

describe('The other commands', () => {
  test('download saves a file of the session', async () => {
    home.gen3d.files = { mask: png };

    const { exitCode, stdout } = await home.run(`download ${jobId} --file mask`);

    expect(exitCode).toBe(0);
    expect(stdout).toContain(`${jobId}.mask.png`);
    expect(new Uint8Array(await readFile(join(home.folder.path, `${jobId}.mask.png`)))).toEqual(png);
  });

  test('download of a file that is not there yet says so', async () => {
    home.gen3d.files = {};

    const { exitCode, stderr } = await home.run(`download ${jobId}`);

    expect(exitCode).toBe(1);
    expect(stderr).toBe(`Session ${jobId} has no file "mesh" (yet).\n`);
  });
});
