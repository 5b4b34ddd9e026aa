import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEnvironment } from '#local/environment/environment.ts';

let whole: string;
let copies: string;

beforeAll(async () => {
  whole = await mkdtemp(join(tmpdir(), 'gen3d-whole-'));
  copies = await mkdtemp(join(tmpdir(), 'gen3d-copies-'));
  const environment = await startEnvironment({ folder: whole, port: 'free' });
  await environment.close();
}, 120_000);
afterAll(() => Promise.all([whole, copies].map((folder) => rm(folder, { recursive: true }))));

/** Copies a valid state folder and overwrites every file below `part` with garbage. */
async function damagedCopy(part: string): Promise<string> {
  const folder = join(copies, part.replaceAll('/', '-'));
  await cp(whole, folder, { recursive: true });
  const entries = await readdir(join(folder, part), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  expect(files.length).toBeGreaterThan(0);
  for (const { parentPath, name } of files) await writeFile(join(parentPath, name), 'rubbish '.repeat(600));
  return folder;
}

describe('a local environment with a damaged folder', { timeout: 120_000 }, () => {
  it.each(['s3', 'dynamodb', 'stepFunctions', 'sagemaker', 'sns', 'eventbridge', 'identity', 'secrets'])(
    'does not start on %s, names it, says what to do, and lets go of the folder',
    async (part) => {
      const folder = await damagedCopy(part);
      const start = () => startEnvironment({ folder, port: 'free' });

      for (const _ of ['first', 'again']) {
        await expect(start()).rejects.toMatchObject({
          code: expect.stringMatching(/^(ServiceFailed|KeysUnreadable)$/),
          message: expect.stringContaining('--fresh'),
        });
      }
    },
  );

  it('starts with --fresh', async () => {
    const folder = await damagedCopy('s3');

    const environment = await startEnvironment({ folder, port: 'free', fresh: true });

    await environment.close();
  });
});
