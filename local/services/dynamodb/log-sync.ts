import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Brings LevelDB's write-ahead logs to disk. LevelDB itself only hands them to the operating system, which
 * survives `kill -9` but not a power cut, and dynalite cannot be told to ask for more. A log that vanishes
 * meanwhile has become a table file, which LevelDB has synced.
 */
export class LogSync {
  readonly #folder: string;
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Resolves when what was written before the call is on disk. Calls of the same moment share one sync. */
  sync(): Promise<void> {
    if (this.#running === undefined) return this.#start();
    this.#next ??= this.#running.catch(() => {}).then(() => this.#start());
    return this.#next;
  }

  #start(): Promise<void> {
    this.#next = undefined;
    const running = syncLogs(this.#folder).finally(() => {
      if (this.#running === running) this.#running = undefined;
    });
    this.#running = running;
    return running;
  }
}

async function syncLogs(folder: string): Promise<void> {
  const logs = (await readdir(folder)).filter((name) => name.endsWith('.log'));
  await Promise.all(logs.map((name) => syncFile(join(folder, name))));
}

async function syncFile(path: string): Promise<void> {
  try {
    const file = await open(path, 'r+');
    try {
      await file.datasync();
    } finally {
      await file.close();
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
}
