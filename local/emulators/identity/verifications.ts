import { createHash, randomInt } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { sameSecret } from '../signature/digests.ts';

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
/** An unverified email, and the password hash that its account gets once the code is entered. */
export type Verification = z.infer<typeof Row>;

const lifetimeMs = 15 * 60_000;
const maxAttempts = 5;

/**
 * Emails that wait for their code. Each belongs to the browser that asked for it (one interaction of the
 * issuer), so nobody can set a password for someone else's email.
 */
export class Verifications {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /**
   * Starts a verification, replacing an earlier one. @returns the 6-digit code to email; only its hash is
   * stored
   */
  start(interaction: string, email: string, passwordHash: string, now: number): string {
    const code = randomInt(1_000_000).toString().padStart(6, '0');
    this.#database.prepare('DELETE FROM verifications WHERE expires_at < ?').run(now);
    this.#database
      .prepare('INSERT OR REPLACE INTO verifications VALUES (?, ?, ?, ?, 0, ?)')
      .run(interaction, email, passwordHash, hash(interaction, code), now + lifetimeMs);
    return code;
  }

  find(interaction: string, now: number): Verification | undefined {
    const row = this.#database.prepare('SELECT * FROM verifications WHERE interaction = ?').get(interaction);
    const found = Row.optional().parse(row);
    return found === undefined || found.expires_at < now || found.tries >= maxAttempts ? undefined : found;
  }

  /** Uses up one attempt. @returns the verification, once; undefined when the code is wrong */
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
