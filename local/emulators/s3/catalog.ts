import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { openDatabase, transaction } from '../storage/database.ts';

const schema = `
  CREATE TABLE IF NOT EXISTS object (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    bucket TEXT NOT NULL, key TEXT NOT NULL, version TEXT NOT NULL,
    blob TEXT, size INTEGER NOT NULL, etag TEXT NOT NULL, modified INTEGER NOT NULL, headers TEXT NOT NULL,
    UNIQUE (bucket, key, version)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS object_by_key ON object (bucket, key, sequence DESC);
  CREATE INDEX IF NOT EXISTS object_by_blob ON object (blob);
`;

const Headers = z.record(z.string(), z.string());
const Row = z.object({
  key: z.string(),
  version: z.string(),
  /** Null for a delete marker. */
  blob: z.string().nullable(),
  size: z.number(),
  etag: z.string(),
  modified: z.number(),
  headers: z.string().transform((text) => Headers.parse(JSON.parse(text))),
  latest: z.number().transform((value) => value === 1),
});

/**
 * One version of an object, or a delete marker (no blob). `etag` is quoted, `modified` epoch milliseconds.
 */
export type ObjectVersion = z.infer<typeof Row>;

/** A new version; `headers` (lower case) are returned with the object. */
export interface NewObject {
  readonly key: string;
  readonly blob: string | null;
  readonly size: number;
  readonly etag: string;
  readonly headers: Readonly<Record<string, string>>;
}

const columns = `key, version, blob, size, etag, modified, headers,
  sequence = (SELECT max(sequence) FROM object n WHERE n.bucket = o.bucket AND n.key = o.key) AS latest`;

/** The index of all versions. A change is on disk when it returns, and no key is ever a path. */
export class Catalog {
  readonly #database: DatabaseSync;

  constructor(folder: string) {
    this.#database = openDatabase(join(folder, 'objects.sqlite'), schema);
  }

  close(): void {
    this.#database.close();
  }

  knowsBlob(id: string): boolean {
    return this.#database.prepare('SELECT 1 FROM object WHERE blob = ?').get(id) !== undefined;
  }

  /** The newest version, which may be a delete marker. */
  latest(bucket: string, key: string): ObjectVersion | undefined {
    const sql = `SELECT ${columns} FROM object o WHERE bucket = ? AND key = ? ORDER BY sequence DESC LIMIT 1`;
    return parse(this.#database.prepare(sql).get(bucket, key));
  }

  version(bucket: string, key: string, version: string): ObjectVersion | undefined {
    const sql = `SELECT ${columns} FROM object o WHERE bucket = ? AND key = ? AND version = ?`;
    return parse(this.#database.prepare(sql).get(bucket, key, version));
  }

  /**
   * Adds a version. In a bucket without versioning it replaces the current one.
   * @param mayReplace gets the current version and throws when the write must not happen
   * @returns the new version's id, and blobs that nothing refers to now
   */
  add(
    bucket: { name: string; versioned: boolean },
    object: NewObject,
    mayReplace: (current: ObjectVersion | undefined) => void = () => {},
  ): { version: string; unused: string[] } {
    return transaction(this.#database, () => {
      const current = this.latest(bucket.name, object.key);
      mayReplace(current?.blob == null ? undefined : current);
      const version = bucket.versioned ? randomBytes(24).toString('hex') : 'null';
      const unused = bucket.versioned ? [] : this.#remove(bucket.name, object.key, 'null');
      this.#insert(bucket.name, version, object);
      return { version, unused };
    });
  }

  /** Removes one version permanently. @returns blobs that nothing refers to now */
  remove(bucket: string, key: string, version: string): string[] {
    return transaction(this.#database, () => this.#remove(bucket, key, version));
  }

  /** Newest versions of keys after `after`, without delete markers, in the order of their UTF-8 bytes. */
  *objects(bucket: string, prefix: string, after: string): Generator<ObjectVersion> {
    const sql = `SELECT ${columns} FROM object o WHERE bucket = ? AND key >= ? AND key > ?
      AND sequence = (SELECT max(sequence) FROM object n WHERE n.bucket = o.bucket AND n.key = o.key)
      AND blob IS NOT NULL ORDER BY key`;
    yield* this.#withPrefix(prefix, this.#database.prepare(sql).iterate(bucket, prefix, after));
  }

  /** All versions and markers, by key, newest first. */
  *versions(bucket: string, prefix: string, from: string): Generator<ObjectVersion> {
    const sql = `SELECT ${columns} FROM object o WHERE bucket = ? AND key >= ? AND key >= ?
      ORDER BY key, sequence DESC`;
    yield* this.#withPrefix(prefix, this.#database.prepare(sql).iterate(bucket, prefix, from));
  }

  *#withPrefix(prefix: string, rows: Iterable<unknown>): Generator<ObjectVersion> {
    for (const row of rows) {
      const object = Row.parse(row);
      if (!object.key.startsWith(prefix)) return;
      yield object;
    }
  }

  #insert(bucket: string, version: string, object: NewObject): void {
    const sql = `INSERT INTO object (bucket, key, version, blob, size, etag, modified, headers)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)`;
    const { key, blob, size, etag, headers } = object;
    this.#database
      .prepare(sql)
      .run(bucket, key, version, blob, size, etag, Date.now(), JSON.stringify(headers));
  }

  #remove(bucket: string, key: string, version: string): string[] {
    const sql = 'DELETE FROM object WHERE bucket = ? AND key = ? AND version = ? RETURNING blob';
    const Removed = z.array(z.object({ blob: z.string().nullable() }));
    const removed = Removed.parse(this.#database.prepare(sql).all(bucket, key, version));
    return removed.flatMap(({ blob }) => blob ?? []);
  }
}

function parse(row: unknown): ObjectVersion | undefined {
  return row === undefined ? undefined : Row.parse(row);
}
