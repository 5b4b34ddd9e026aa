import type { DatabaseSync } from 'node:sqlite';
import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';
import { z } from 'zod';

export const adapterSchema = `
  CREATE TABLE IF NOT EXISTS artifacts (
    model TEXT NOT NULL, id TEXT NOT NULL, payload TEXT NOT NULL, expires_at INTEGER,
    grant_id TEXT, uid TEXT, user_code TEXT, PRIMARY KEY (model, id)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS artifacts_by_grant ON artifacts (grant_id) WHERE grant_id IS NOT NULL;
  CREATE INDEX IF NOT EXISTS artifacts_by_uid ON artifacts (uid) WHERE uid IS NOT NULL;
  CREATE INDEX IF NOT EXISTS artifacts_by_expiry ON artifacts (expires_at);
`;

const Row = z.object({ payload: z.string().transform((text): AdapterPayload => JSON.parse(text)) });

/** Stores the issuer's data (sessions, codes, grants, refresh tokens) across restarts. */
export function sqliteAdapter(database: DatabaseSync): AdapterFactory {
  return (model) => new SqliteAdapter(database, model);
}

class SqliteAdapter implements Adapter {
  readonly #database: DatabaseSync;
  readonly #model: string;

  constructor(database: DatabaseSync, model: string) {
    this.#database = database;
    this.#model = model;
  }

  async upsert(id: string, payload: AdapterPayload, expiresIn?: number): Promise<void> {
    const now = Date.now();
    this.#run('DELETE FROM artifacts WHERE expires_at < ?', now);
    this.#run(
      'INSERT OR REPLACE INTO artifacts VALUES (?, ?, ?, ?, ?, ?, ?)',
      this.#model,
      id,
      JSON.stringify(payload),
      expiresIn === undefined ? null : now + expiresIn * 1_000,
      payload.grantId ?? null,
      payload.uid ?? null,
      payload.userCode ?? null,
    );
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    return this.#get('id', id);
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.#get('uid', uid);
  }

  async findByUserCode(userCode: string): Promise<AdapterPayload | undefined> {
    return this.#get('user_code', userCode);
  }

  async consume(id: string): Promise<void> {
    const seconds = Math.floor(Date.now() / 1_000);
    this.#run(
      `UPDATE artifacts SET payload = json_set(payload, '$.consumed', ?) WHERE model = ? AND id = ?`,
      seconds,
      this.#model,
      id,
    );
  }

  async destroy(id: string): Promise<void> {
    this.#run('DELETE FROM artifacts WHERE model = ? AND id = ?', this.#model, id);
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    this.#run('DELETE FROM artifacts WHERE grant_id = ?', grantId);
  }

  #get(column: 'id' | 'uid' | 'user_code', value: string): AdapterPayload | undefined {
    const row = this.#database
      .prepare(
        `SELECT payload FROM artifacts
         WHERE model = ? AND ${column} = ? AND (expires_at IS NULL OR expires_at >= ?)`,
      )
      .get(this.#model, value, Date.now());
    return Row.optional().parse(row)?.payload;
  }

  #run(sql: string, ...values: (string | number | null)[]): void {
    this.#database.prepare(sql).run(...values);
  }
}
