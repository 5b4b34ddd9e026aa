import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { EnvironmentError } from '../errors.ts';

export interface Lock {
  release(): void;
}

const [lockFile, pidFile] = ['home.lock', 'home.pid'] as const;
/** Files of the lock, which are not part of the data. */
export const lockFiles: readonly string[] = [lockFile, `${lockFile}-journal`, pidFile];

/**
 * Locks a folder for this process. SQLite's exclusive lock belongs to the operating system, so it ends with the
 * process, even after `kill -9`.
 * @throws EnvironmentError `FolderInUse`
 */
export function lockFolder(folder: string): Lock {
  const database = new DatabaseSync(join(folder, lockFile));
  try {
    database.exec('PRAGMA busy_timeout = 0; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (!(error instanceof Error && error.message.includes('locked'))) throw error;
    throw new EnvironmentError(
      'FolderInUse',
      `Gen3D is already running in ${folder}${holder(folder)}. Stop it or choose another --folder.`,
      { folder },
    );
  }
  writeFileSync(join(folder, pidFile), `${process.pid}\n`);
  return { release: () => database.close() };
}

function holder(folder: string): string {
  try {
    return ` (process ${readFileSync(join(folder, pidFile), 'utf8').trim()})`;
  } catch {
    return '';
  }
}
