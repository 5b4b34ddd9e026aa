import { createHash, randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { join, relative } from 'node:path';

/** Folders that nothing has used for a week are deleted. */
const maxAgeMs = 7 * 24 * 3_600_000;

/** A build result, cached as a folder under a hash of its inputs. */
export interface CachedFolder {
  /** Parent of the cached folders of one kind. */
  readonly folder: string;
  readonly hash: string;
  /** A file of the result that exists only when the build is complete. */
  readonly marker: string;
  readonly build: (folder: string) => Promise<void>;
}

/**
 * Returns a cached folder, and builds it first if it is missing.
 * @throws the errors of `build`
 * @example
 * await cachedFolder({ folder, hash: hashSources(root, ['web'], 'page'), marker: 'index.html', build: runVite });
 */
export async function cachedFolder({ folder, hash, marker, build }: CachedFolder): Promise<string> {
  const cached = join(folder, hash);
  if (existsSync(join(cached, marker))) {
    utimesSync(cached, new Date(), new Date());
    return cached;
  }
  dropOld(folder);
  mkdirSync(folder, { recursive: true });
  // Renamed when it is complete, so that a crash leaves no partial result under the final name.
  const unfinished = join(folder, `unfinished-${process.pid}-${randomUUID()}`);
  await build(unfinished);
  try {
    renameSync(unfinished, cached);
  } catch (error) {
    // Another process has built the same result in the meantime.
    if (!existsSync(join(cached, marker))) throw error;
    rmSync(unfinished, { recursive: true });
  }
  return cached;
}

function dropOld(folder: string): void {
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    const path = join(folder, name);
    if (Date.now() - statSync(path).mtimeMs > maxAgeMs) rmSync(path, { recursive: true, force: true });
  }
}

/**
 * Hashes the names and contents of files.
 * @param sources files and folders below `root`
 * @param salt separates results of different kinds
 * @param without names of folders to skip
 */
export function hashSources(
  root: string,
  sources: readonly string[],
  salt: string,
  without: readonly string[] = [],
): string {
  const hash = createHash('sha256').update(salt).update(process.version);
  for (const file of sources.flatMap((source) => filesBelow(join(root, source), without))) {
    hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex').slice(0, 32);
}

function filesBelow(path: string, without: readonly string[]): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .filter(({ name }) => !without.includes(name))
    .flatMap(({ name }) => filesBelow(join(path, name), without))
    .sort();
}
