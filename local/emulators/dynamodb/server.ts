import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import { join } from 'node:path';
import dynalite from 'dynalite';
import { Level } from 'level';
import type { Answer } from '../http/server.ts';
import { type SignedCall, startSignedServer } from '../http/signed-server.ts';
import { closingWith, type Service, type ServiceOptions } from '../service.ts';
import { makeFolder, writeAtomically } from '../storage/files.ts';
import { callInProcess } from './in-process.ts';
import { LogSync } from './log-sync.ts';
import { ensureTables } from './tables.ts';
import { type TableDefinition, TimeToLive } from './time-to-live.ts';

export interface DynamoDbOptions extends ServiceOptions {
  readonly tables: readonly TableDefinition[];
  /** Epoch milliseconds, for the items' time to live. Default: the system clock. */
  readonly now?: () => number;
}

const bodyLimit = 16 * 1024 * 1024;
const reading = /\.(Get|BatchGet|Query|Scan|Describe|List)/;

/**
 * DynamoDB on dynalite, with verified signatures. A write is acknowledged once it is on disk. Missing tables
 * are created; existing tables never change. Expired items are removed within the hour. Transactions and
 * backups are not supported.
 */
export async function startDynamoDb(options: DynamoDbOptions): Promise<Service> {
  const store = join(options.folder, 'leveldb');
  const complete = join(options.folder, 'complete');
  await makeFolder(options.folder);
  const isFirstStart = !existsSync(complete);
  if (isFirstStart) await rm(store, { recursive: true, force: true });
  await checkStore(store);
  await using opened = new AsyncDisposableStack();
  const database = dynalite({ path: store, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  opened.defer(() => closeStore(database));
  await ensureTables(database, options.tables);
  const log = new LogSync(store);
  await log.sync();
  // Until the first start has finished, no client has written, so a half-made table may be deleted.
  if (isFirstStart) await writeAtomically(complete, '');
  const expiry = new TimeToLive(database, options.tables, options.now ?? Date.now);
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

/**
 * dynalite never responds when its store cannot be opened, so this opens it first. @throws LevelDB's own
 * errors
 */
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

/**
 * dynalite closes its store only if its server has listened, so the server listens briefly and accepts no
 * connections.
 */
async function closeStore(database: Server): Promise<void> {
  database.maxConnections = 0;
  await new Promise<void>((resolve) => {
    database.listen(0, '127.0.0.1', resolve);
  });
  await new Promise<void>((resolve, reject) => {
    database.close((error) => (error ? reject(error) : resolve()));
  });
}
