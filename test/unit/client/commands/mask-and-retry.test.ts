import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { jobId } from '../statuses.ts';
import { type CommandHome, commandHome, completed, png, waiting } from './home.ts';

let home: CommandHome;

beforeEach(async () => {
  home = await commandHome();
});
afterEach(() => home[Symbol.asyncDispose]());

describe('The other commands', () => {
  test('mask hands a mask in to a waiting session', async () => {
    home.gen3d.statuses = [waiting, completed];
    home.gen3d.files = { photo: 'photo', mesh: 'ply' };

    const { exitCode } = await home.run(`mask ${jobId} --mask mask.png`);

    expect(exitCode).toBe(0);
    expect(home.sent('POST /prod/reconstruct')).toHaveLength(1);
    expect(await readFile(join(home.folder.path, `${jobId}.ply`), 'utf8')).toBe('ply');
  });

  test('retry starts a new session with a copy of the photo, and the earlier mask', async () => {
    home.gen3d.statuses = [waiting, completed];
    home.gen3d.files = { photo: 'photo', mask: png, mesh: 'ply' };

    const { exitCode } = await home.run(`retry ${jobId}`);

    expect(exitCode).toBe(0);
    expect(home.sent('POST /prod/uploads')[0]?.json).toMatchObject({ kind: 'copy', copy_of: jobId });
    const [mask] = home.sent('POST /bucket');
    expect(mask?.body.includes(Buffer.from(png))).toBe(true);
  });

  test('retry of a session without a mask waits for one', async () => {
    home.gen3d.statuses = [waiting];

    const { exitCode, stdout } = await home.run(`retry ${jobId}`);

    expect(exitCode).toBe(0);
    expect(stdout).toContain('waits for a mask');
  });
});
