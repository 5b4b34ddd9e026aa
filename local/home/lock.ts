import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { HomeError } from '../errors.ts';

export interface Lock {
  release(): void;
}

const [lockFile, pidFile] = ['home.lock', 'home.pid'] as const;
/** Files that belong to the lock, not to the state. */
export const lockFiles: readonly string[] = [lockFile, `${lockFile}-journal`, pidFile];

/**
 * Keeps a second home out of a folder. SQLite's exclusive lock is the operating system's: it goes with the
 * process that held it, even after `kill -9`.
 * @throws HomeError `FolderInUse`
 */
export function lockFolder(folder: string): Lock {
  const database = new DatabaseSync(join(folder, lockFile));
  try {
    database.exec('PRAGMA busy_timeout = 0; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (!(error instanceof Error && error.message.includes('locked'))) throw error;
    throw new HomeError(
      'FolderInUse',
      `Another home runs on ${folder}${holder(folder)}. Stop it first, or choose another --folder.`,
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
