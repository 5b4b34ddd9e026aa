import type { DatabaseSync } from 'node:sqlite';

/** Statements of one change; they run inside a transaction, together with those of other changes. */
export type Write = () => void;

interface Pending {
  readonly write: Write;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * One durable transaction for all changes of one turn of the event loop. A disk takes some two thousand
 * commits a second, whatever they hold.
 */
export class GroupCommit {
  readonly #database: DatabaseSync;
  #pending: Pending[] = [];
  #scheduled: NodeJS.Immediate | undefined;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** Resolves when the change is on disk; rejects when it is not, and then nothing of it is. */
  commit(write: Write): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#pending.push({ write, resolve, reject });
      this.#scheduled ??= setImmediate(() => this.flush());
    });
  }

  /** Writes what is waiting, now. */
  flush(): void {
    clearImmediate(this.#scheduled);
    this.#scheduled = undefined;
    const group = this.#pending;
    this.#pending = [];
    if (group.length > 0) this.#settle(group);
  }

  #settle(group: readonly Pending[]): void {
    try {
      this.#transaction(() => {
        for (const { write } of group) write();
      });
    } catch (error) {
      this.#separately(group, error);
      return;
    }
    for (const { resolve } of group) resolve();
  }

  /** One bad change must not take the others with it. */
  #separately(group: readonly Pending[], error: unknown): void {
    if (group.length === 1) {
      group[0]?.reject(error);
      return;
    }
    for (const one of group) this.#settle([one]);
  }

  #transaction(body: () => void): void {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      body();
      this.#database.exec('COMMIT');
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }
}
