import { randomBytes } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Credentials } from '../emulators/service.ts';
import { makeFolder, removeUnfinished, writeAtomically } from '../emulators/storage/files.ts';
import { EnvironmentError } from '../errors.ts';
import { type Lock, lockFiles, lockFolder } from './folder-lock.ts';

/** What a local environment stores at its first start. */
const Identity = z.object({
  version: z.literal(1),
  credentials: z.object({ accessKeyId: z.string().min(16), secretAccessKey: z.string().min(16) }),
  ports: z.record(z.string(), z.int().min(1).max(65_535)),
});
type Identity = z.infer<typeof Identity>;

/** The folder with all data of a local environment. */
export interface StateFolder {
  readonly path: string;
  readonly credentials: Credentials;
  /** Ports of the last start, by service name. */
  readonly ports: Readonly<Record<string, number>>;
  rememberPorts(ports: Readonly<Record<string, number>>): Promise<void>;
  close(): void;
}

const identityFile = 'home.json';

/**
 * Opens a state folder, and creates it at the first start. Only one process can have it open.
 * @param fresh deletes all data in it
 * @throws EnvironmentError `FolderInUse`, `FolderForeign`, `FolderCorrupt`
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
  const known = await readIdentity(path);
  if (known !== undefined) await removeUnfinished(path);
  let identity = known ?? { version: 1, credentials: makeCredentials(), ports: {} };
  const write = () => writeAtomically(join(path, identityFile), `${JSON.stringify(identity, null, 2)}\n`);
  await write();
  return {
    path,
    credentials: identity.credentials,
    ports: identity.ports,
    rememberPorts: (ports) => {
      identity = { ...identity, ports: { ...ports } };
      return write();
    },
    close: () => lock.release(),
  };
}

async function readIdentity(path: string): Promise<Identity | undefined> {
  const text = await readFile(join(path, identityFile), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  try {
    return Identity.parse(JSON.parse(text));
  } catch {
    throw new EnvironmentError(
      'FolderCorrupt',
      `${join(path, identityFile)} can't be read. Restore it or use --fresh to delete all data.`,
      { path },
    );
  }
}

/** Empties a state folder. Other folders are left alone, because --folder may be mistyped. */
async function empty(path: string): Promise<void> {
  const entries = (await readdir(path)).filter((name) => !lockFiles.includes(name));
  if (entries.length > 0 && !entries.includes(identityFile)) {
    throw new EnvironmentError(
      'FolderForeign',
      `${path} isn't empty and isn't a Gen3D folder. Nothing was deleted.`,
      { path },
    );
  }
  // Deleted last, so that an interrupted --fresh can be repeated.
  const order = [...entries.filter((name) => name !== identityFile), identityFile];
  for (const name of order) await rm(join(path, name), { recursive: true, force: true });
}

function makeCredentials(): Credentials {
  return {
    accessKeyId: `LOCAL${randomBytes(10).toString('hex').slice(0, 15).toUpperCase()}`,
    secretAccessKey: randomBytes(30).toString('base64url'),
  };
}
