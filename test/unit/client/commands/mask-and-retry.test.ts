import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { jobId } from '../statuses.ts';
import { type CommandEnvironment, commandEnvironment, completed, png, waiting } from './environment.ts';

let environment: CommandEnvironment;

beforeEach(async () => {
  environment = await commandEnvironment();
});
afterEach(() => environment[Symbol.asyncDispose]());

describe('the other commands', () => {
  test('mask submits a mask to a waiting session', async () => {
    environment.gen3d.statuses = [waiting, completed];
    environment.gen3d.files = { photo: 'photo', mesh: 'ply' };

    const { exitCode } = await environment.run(`mask ${jobId} --mask mask.png`);

    expect(exitCode).toBe(0);
    expect(environment.sent('POST /prod/reconstruct')).toHaveLength(1);
    expect(await readFile(join(environment.folder.path, `${jobId}.ply`), 'utf8')).toBe('ply');
  });

  test('retry starts a new session with a copy of the photo, and the earlier mask', async () => {
    environment.gen3d.statuses = [waiting, completed];
    environment.gen3d.files = { photo: 'photo', mask: png, mesh: 'ply' };

    const { exitCode } = await environment.run(`retry ${jobId}`);

    expect(exitCode).toBe(0);
    expect(environment.sent('POST /prod/uploads')[0]?.json).toMatchObject({ kind: 'copy', copy_of: jobId });
    const [mask] = environment.sent('POST /bucket');
    expect(mask?.body.includes(Buffer.from(png))).toBe(true);
  });

  test('retry of a session without a mask asks for a selection', async () => {
    environment.gen3d.statuses = [waiting];

    const { exitCode, stdout } = await environment.run(`retry ${jobId}`);

    expect(exitCode).toBe(0);
    expect(stdout).toContain('Next, select the object');
  });
});
