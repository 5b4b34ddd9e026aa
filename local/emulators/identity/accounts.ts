import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { verifyPassword } from './passwords.ts';

/** A user with a verified email address. Others have no account. */
export interface Account {
  /** The `sub` of every token: a UUID that never changes. */
  readonly sub: string;
  readonly email: string;
  readonly groups: readonly string[];
}

export const accountSchema = `
  CREATE TABLE IF NOT EXISTS accounts (
    sub TEXT PRIMARY KEY, email TEXT NOT NULL UNIQUE, password TEXT NOT NULL, created_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS operators (email TEXT PRIMARY KEY) STRICT;
`;

const Count = z.object({ count: z.int() });
const Row = z.object({ sub: z.string(), email: z.string(), password: z.string() });

/** The local accounts, with scrypt hashes of their passwords. */
export class Accounts {
  readonly #database: DatabaseSync;
  readonly #operatorGroup: string;

  constructor(database: DatabaseSync, operatorGroup: string) {
    this.#database = database;
    this.#operatorGroup = operatorGroup;
  }

  find(sub: string): Account | undefined {
    return this.#account('SELECT * FROM accounts WHERE sub = ?', sub);
  }

  findByEmail(email: string): Account | undefined {
    return this.#account('SELECT * FROM accounts WHERE email = ?', email);
  }

  /**
   * The account with this email and password. An unknown email takes the same time, so timing reveals
   * nothing.
   */
  async signIn(email: string, password: string): Promise<Account | undefined> {
    const row = this.#row('SELECT * FROM accounts WHERE email = ?', email);
    const good = await verifyPassword(password, row?.password);
    return good && row !== undefined ? this.#withGroups(row) : undefined;
  }

  /** Creates the account of a verified email, or replaces its password. */
  save(email: string, passwordHash: string): Account {
    this.#database
      .prepare(
        `INSERT INTO accounts (sub, email, password, created_at) VALUES (?, ?, ?, ?)
         ON CONFLICT (email) DO UPDATE SET password = excluded.password`,
      )
      .run(randomUUID(), email, passwordHash, Date.now());
    const account = this.findByEmail(email);
    if (account === undefined) throw new Error('The account was not stored.');
    return account;
  }

  /** Adds an email to the operators' group. The account need not exist yet. */
  makeOperator(email: string): void {
    this.#database.prepare('INSERT OR IGNORE INTO operators (email) VALUES (?)').run(email);
  }

  /** How many emails are in the operators' group. */
  operators(): number {
    return Count.parse(this.#database.prepare('SELECT count(*) AS count FROM operators').get()).count;
  }

  #account(sql: string, key: string): Account | undefined {
    const row = this.#row(sql, key);
    return row === undefined ? undefined : this.#withGroups(row);
  }

  #row(sql: string, key: string): z.infer<typeof Row> | undefined {
    return Row.optional().parse(this.#database.prepare(sql).get(key));
  }

  #withGroups({ sub, email }: z.infer<typeof Row>): Account {
    const operator = this.#database.prepare('SELECT 1 FROM operators WHERE email = ?').get(email);
    return { sub, email, groups: operator === undefined ? [] : [this.#operatorGroup] };
  }
}

const Email = z.email().max(254);

/** Normalizes an email to lower case. Undefined when it is not valid. */
export function readEmail(text: string | undefined): string | undefined {
  return Email.safeParse(text?.trim().toLowerCase()).data;
}
