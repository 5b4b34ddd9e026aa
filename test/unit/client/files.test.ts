import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { saveFile } from '#client/files.ts';

it('leaves no draft behind when a file cannot be saved', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gen3d-files-'));
  // A folder that is not empty cannot be replaced by a file.
  await mkdir(join(folder, 'model.ply', 'inside'), { recursive: true });

  await expect(saveFile(join(folder, 'model.ply'), new Uint8Array(3))).rejects.toThrow(/Can't write/);

  expect(await readdir(folder)).toEqual(['model.ply']);
  await rm(folder, { recursive: true });
});
