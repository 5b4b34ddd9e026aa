import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { join } from 'node:path';
import dynalite from 'dynalite';
import { Level } from 'level';
import { closingWith } from './closing.ts';
import { Expiry, type TableDefinition } from './dynamodb/expiry.ts';
import { callInProcess } from './dynamodb/in-process.ts';
import { LogSync } from './dynamodb/log-sync.ts';
import { ensureTables } from './dynamodb/tables.ts';
import type { Answer } from './http.ts';
import type { Service, ServiceOptions } from './service.ts';
import { type SignedCall, startSignedServer } from './signed-server.ts';

export interface DynamoDbOptions extends ServiceOptions {
  readonly tables: readonly TableDefinition[];
  /** Epoch milliseconds, for the items' time to live; the system's clock when left out. */
  readonly now?: () => number;
}

const bodyLimit = 16 * 1024 * 1024;
const reading = /\.(Get|BatchGet|Query|Scan|Describe|List)/;

/**
 * DynamoDB on dynalite, behind a check of signatures. A write is answered when it is on disk. Transactions
 * and backups are unknown to dynalite; items whose time to live is over go within the hour; tables are made when
 * missing and never changed.
 */
export async function startDynamoDb(options: DynamoDbOptions): Promise<Service> {
  const store = join(options.folder, 'leveldb');
  const complete = join(options.folder, 'complete');
  await mkdir(options.folder, { recursive: true, mode: 0o700 });
  if (!(await exists(complete))) await rm(store, { recursive: true, force: true });
  await checkStore(store);
  await using opened = new AsyncDisposableStack();
  const database = dynalite({ path: store, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  opened.defer(() => closeStore(database));
  await ensureTables(database, options.tables);
  const log = new LogSync(store);
  await log.sync();
  await markComplete(complete);
  const expiry = new Expiry(database, options.tables, options.now ?? Date.now);
  opened.defer(() => expiry.close());
  const running = new Set<Promise<Answer>>();
  opened.defer(async () => {
    await Promise.allSettled(running);
  });
  const server = await startSignedServer(options, {
    service: 'dynamodb',
    bodyLimit,
    handle: (call) => {
      const result = answer(database, log, call).finally(() => running.delete(result));
      running.add(result);
      return result;
    },
  });
  return closingWith(opened, server);
}

/** dynalite answers nothing at all when its store cannot be opened: so that is tried before. @throws as LevelDB does */
async function checkStore(path: string): Promise<void> {
  const store = new Level(path);
  await store.open();
  await store.close();
}

async function answer(database: Server, log: LogSync, call: SignedCall): Promise<Answer> {
  const target = String(call.headers['x-amz-target']);
  const result = await callInProcess(database, target, call.body);
  if (result.status === 200 && !reading.test(target)) await log.sync();
  return result;
}

/** dynalite closes its store only when its server has listened, so it does, for a moment and for nobody. */
async function closeStore(database: Server): Promise<void> {
  database.maxConnections = 0;
  await new Promise<void>((resolve) => {
    database.listen(0, '127.0.0.1', resolve);
  });
  await new Promise<void>((resolve, reject) => {
    database.close((error) => (error ? reject(error) : resolve()));
  });
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** Until the first start is through, nobody has written anything, and a half-made table may be thrown away. */
async function markComplete(path: string): Promise<void> {
  await writeFile(`${path}.new`, '');
  await rename(`${path}.new`, path);
}
