import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { EnvironmentError } from '../../errors.ts';

const schemaVersion = 1;

/**
 * Times are epoch milliseconds. An execution's input and output are only in its first and last event, so its
 * row stays small. `calling` marks executions with a call whose result is not stored: only those are loaded
 * at a restart. One history row holds the events of one step, in order.
 */
const schema = `
CREATE TABLE machines (
  id INTEGER PRIMARY KEY, arn TEXT NOT NULL UNIQUE, name TEXT NOT NULL, role_arn TEXT NOT NULL,
  revision INTEGER NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL,
  deleting INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE revisions (
  id INTEGER PRIMARY KEY, machine INTEGER NOT NULL, definition TEXT NOT NULL, role_arn TEXT NOT NULL,
  revision_id TEXT NOT NULL, created INTEGER NOT NULL
) STRICT;
CREATE INDEX revisions_of ON revisions (machine);
CREATE TABLE executions (
  id INTEGER PRIMARY KEY, arn TEXT NOT NULL UNIQUE, machine INTEGER NOT NULL, revision INTEGER NOT NULL,
  status TEXT NOT NULL, started INTEGER NOT NULL, stopped INTEGER, last_event INTEGER NOT NULL,
  next_timer INTEGER, calling INTEGER NOT NULL,
  redrive_count INTEGER NOT NULL DEFAULT 0, redriven INTEGER, redrive_token TEXT
) STRICT;
CREATE INDEX executions_of ON executions (machine, id);
CREATE INDEX executions_by_status ON executions (machine, status, id);
CREATE INDEX executions_due ON executions (next_timer) WHERE next_timer IS NOT NULL;
CREATE INDEX executions_calling ON executions (id) WHERE calling = 1;
CREATE INDEX executions_closed ON executions (stopped) WHERE stopped IS NOT NULL;
CREATE TABLE history (
  execution INTEGER NOT NULL, first_event INTEGER NOT NULL, last_event INTEGER NOT NULL,
  events TEXT NOT NULL, PRIMARY KEY (execution, first_event)
) STRICT, WITHOUT ROWID;
CREATE TABLE heartbeats (
  execution INTEGER NOT NULL, scheduled_event INTEGER NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY (execution, scheduled_event)
) STRICT, WITHOUT ROWID;
CREATE TABLE outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT, event TEXT NOT NULL, attempts INTEGER NOT NULL, due INTEGER NOT NULL
) STRICT;
CREATE INDEX outbox_due ON outbox (due);
`;

/**
 * Opens the store's file for this process alone. A commit is on disk when it returns.
 * @throws EnvironmentError `StoreInUse` when another process has it, `StoreVersion` when a newer release
 *   wrote it
 */
export function openDatabase(folder: string): DatabaseSync {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'executions.sqlite');
  const database = new DatabaseSync(file);
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
    database.exec(
      'PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY;',
    );
    migrate(database, file);
    return database;
  } catch (error) {
    database.close();
    throw isLocked(error) ? inUse(file) : error;
  }
}

function migrate(database: DatabaseSync, file: string): void {
  const version = Number(database.prepare('PRAGMA user_version').get()?.user_version);
  if (version > schemaVersion)
    throw new EnvironmentError(
      'StoreVersion',
      `${file} was written by a newer release of Gen3D. Use that release, or start with --fresh.`,
    );
  if (version === schemaVersion) return;
  database.exec(`BEGIN IMMEDIATE; ${schema} PRAGMA user_version = ${schemaVersion}; COMMIT;`);
}

function isLocked(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === 5;
}

function inUse(file: string): EnvironmentError {
  return new EnvironmentError(
    'StoreInUse',
    `${file} is in use by another process. Stop that process first.`,
    {
      file,
    },
  );
}
