import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';

export const attemptSchema = `
  CREATE TABLE IF NOT EXISTS attempts (
    subject TEXT PRIMARY KEY, failures INTEGER NOT NULL, locked_until INTEGER NOT NULL
  ) STRICT;
`;

const Row = z.object({ failures: z.number(), locked_until: z.number() });
const freeAttempts = 5;
const maxLockMs = 15 * 60_000;

/**
 * Slows down guessing, as Cognito does: five wrong attempts are free, then each doubles the wait, from one
 * second to 15 minutes. It counts per email, not per client: all local clients share the loopback address.
 */
export class Attempts {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** Milliseconds until the next attempt on `subject` is allowed; 0 when it is allowed now. */
  waitMs(subject: string, now: number): number {
    return Math.max(0, this.#read(subject).locked_until - now);
  }

  failed(subject: string, now: number): void {
    const failures = this.#read(subject).failures + 1;
    const beyond = failures - freeAttempts;
    const lock = beyond < 0 ? 0 : Math.min(maxLockMs, 1_000 * 2 ** Math.min(beyond, 20));
    this.#database
      .prepare('INSERT OR REPLACE INTO attempts (subject, failures, locked_until) VALUES (?, ?, ?)')
      .run(subject, failures, now + lock);
  }

  succeeded(subject: string): void {
    this.#database.prepare('DELETE FROM attempts WHERE subject = ?').run(subject);
  }

  #read(subject: string): z.infer<typeof Row> {
    const row = this.#database.prepare('SELECT * FROM attempts WHERE subject = ?').get(subject);
    return Row.optional().parse(row) ?? { failures: 0, locked_until: 0 };
  }
}
