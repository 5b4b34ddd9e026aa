import { randomBytes } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { HomeError } from '../errors.ts';
import { makeFolder, removeUnfinished, writeAtomically } from '../services/files.ts';
import type { Credentials } from '../services/service.ts';
import { type Lock, lockFiles, lockFolder } from './lock.ts';

/** What a home remembers from its first start on. */
const Facts = z.object({
  version: z.literal(1),
  credentials: z.object({ accessKeyId: z.string().min(16), secretAccessKey: z.string().min(16) }),
  ports: z.record(z.string(), z.int().min(1).max(65_535)),
});
type Facts = z.infer<typeof Facts>;

/** The folder in which everything lies that a home keeps. */
export interface StateFolder {
  readonly path: string;
  readonly credentials: Credentials;
  /** Ports of the last start, by service. */
  readonly ports: Readonly<Record<string, number>>;
  rememberPorts(ports: Readonly<Record<string, number>>): Promise<void>;
  close(): void;
}

const factsFile = 'home.json';

/**
 * Opens a state folder, and makes it at the first start. It belongs to one home at a time.
 * @param fresh throws away what it holds
 * @throws HomeError `FolderInUse`, `FolderForeign`, `FolderCorrupt`
 */
export async function openFolder(path: string, fresh: boolean): Promise<StateFolder> {
  await makeFolder(path);
  const lock = lockFolder(path);
  try {
    if (fresh) await empty(path);
    return await open(path, lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function open(path: string, lock: Lock): Promise<StateFolder> {
  const known = await readFacts(path);
  if (known !== undefined) await removeUnfinished(path);
  let facts = known ?? { version: 1, credentials: makeCredentials(), ports: {} };
  const write = () => writeAtomically(join(path, factsFile), `${JSON.stringify(facts, null, 2)}\n`);
  await write();
  return {
    path,
    credentials: facts.credentials,
    ports: facts.ports,
    rememberPorts: (ports) => {
      facts = { ...facts, ports: { ...ports } };
      return write();
    },
    close: () => lock.release(),
  };
}

async function readFacts(path: string): Promise<Facts | undefined> {
  const text = await readFile(join(path, factsFile), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  try {
    return Facts.parse(JSON.parse(text));
  } catch {
    throw new HomeError(
      'FolderCorrupt',
      `${join(path, factsFile)} cannot be read. Restore it, or start with --fresh to begin from nothing.`,
      { path },
    );
  }
}

/** Empties a state folder, and no other: a mistyped --folder must not cost anybody their files. */
async function empty(path: string): Promise<void> {
  const entries = (await readdir(path)).filter((name) => !lockFiles.includes(name));
  if (entries.length > 0 && !entries.includes(factsFile)) {
    throw new HomeError(
      'FolderForeign',
      `${path} is not empty and holds no home: nothing was deleted. Choose another --folder.`,
      { path },
    );
  }
  // The marker goes last, so that an interrupted --fresh can be repeated.
  const order = [...entries.filter((name) => name !== factsFile), factsFile];
  for (const name of order) await rm(join(path, name), { recursive: true, force: true });
}

function makeCredentials(): Credentials {
  return {
    accessKeyId: `LOCAL${randomBytes(10).toString('hex').slice(0, 15).toUpperCase()}`,
    secretAccessKey: randomBytes(30).toString('base64url'),
  };
}
