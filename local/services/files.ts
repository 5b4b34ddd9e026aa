import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Makes a folder that only its owner may enter. */
export async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
}

/**
 * Writes a whole file so that it is there entirely or not at all, whatever happens, and readable by its owner
 * alone. When this returns, it is on disk.
 */
export async function writeAtomically(path: string, data: string | Uint8Array): Promise<void> {
  const temporary = `${path}.${process.pid}.new`;
  const file = await open(temporary, 'w', 0o600);
  try {
    await file.writeFile(data);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
  await syncFolder(dirname(path));
}

/** Removes what a killed process was writing, in a folder and all below it. Nobody may be writing there. */
export async function removeUnfinished(folder: string): Promise<void> {
  const files = await readdir(folder, { recursive: true });
  const unfinished = files.filter((name) => /\.\d+\.new$/.test(name));
  await Promise.all(unfinished.map((name) => rm(join(folder, name), { force: true })));
}

/** Brings new names in a folder to disk. Windows cannot open folders and keeps names in its own journal. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
