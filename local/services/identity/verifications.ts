import { createHash, randomInt } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { sameSecret } from '../secret.ts';

export const verificationSchema = `
  CREATE TABLE IF NOT EXISTS verifications (
    interaction TEXT PRIMARY KEY, email TEXT NOT NULL, password TEXT NOT NULL, code TEXT NOT NULL,
    tries INTEGER NOT NULL, expires_at INTEGER NOT NULL
  ) STRICT;
`;

const Row = z.object({
  email: z.string(),
  password: z.string(),
  code: z.string(),
  tries: z.number(),
  expires_at: z.number(),
});
/** An address that somebody claims, and the password hash that it gets once they have proven it. */
export type Verification = z.infer<typeof Row>;

const lifeMs = 15 * 60_000;
const mostTries = 5;

/**
 * Addresses that wait for the code from their mail. Each belongs to the browser that asked for it (one
 * interaction of the issuer), so that nobody can slip a password under another's address.
 */
export class Verifications {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** Begins anew. @returns the six digits to be mailed, kept as a hash only */
  begin(interaction: string, email: string, passwordHash: string, now: number): string {
    const code = randomInt(1_000_000).toString().padStart(6, '0');
    this.#database.prepare('DELETE FROM verifications WHERE expires_at < ?').run(now);
    this.#database
      .prepare('INSERT OR REPLACE INTO verifications VALUES (?, ?, ?, ?, 0, ?)')
      .run(interaction, email, passwordHash, hash(interaction, code), now + lifeMs);
    return code;
  }

  find(interaction: string, now: number): Verification | undefined {
    const row = this.#database.prepare('SELECT * FROM verifications WHERE interaction = ?').get(interaction);
    const found = Row.optional().parse(row);
    return found === undefined || found.expires_at < now || found.tries >= mostTries ? undefined : found;
  }

  /** Spends one try on a code. @returns what was proven, once; undefined when the code is not it */
  confirm(interaction: string, code: string, now: number): Verification | undefined {
    const found = this.find(interaction, now);
    if (found === undefined) return undefined;
    this.#database
      .prepare('UPDATE verifications SET tries = tries + 1 WHERE interaction = ?')
      .run(interaction);
    if (!sameSecret(found.code, hash(interaction, code.replaceAll(/\s/g, '')))) return undefined;
    this.#database.prepare('DELETE FROM verifications WHERE interaction = ?').run(interaction);
    return found;
  }
}

function hash(interaction: string, code: string): string {
  return createHash('sha256').update(`${interaction}/${code}`).digest('hex');
}
