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

/** What nobody has asked for in a week is dropped. */
const keptMs = 7 * 24 * 3_600_000;

/** Something that takes seconds to make, kept as a folder under a hash of everything that goes into it. */
export interface Kept {
  /** Shared by all that are made the same way. */
  readonly folder: string;
  readonly hash: string;
  /** A file of it, which is there when it is whole. */
  readonly marker: string;
  readonly make: (folder: string) => Promise<void>;
}

/** @returns the folder, made now if need be. @throws whatever `make` throws */
export async function keepFolder({ folder, hash, marker, make }: Kept): Promise<string> {
  const kept = join(folder, hash);
  if (existsSync(join(kept, marker))) {
    utimesSync(kept, new Date(), new Date());
    return kept;
  }
  dropOld(folder);
  mkdirSync(folder, { recursive: true });
  // Under another name until it is whole: a crash on the way leaves no half of it to be found.
  const unfinished = join(folder, `unfinished-${process.pid}-${randomUUID()}`);
  await make(unfinished);
  try {
    renameSync(unfinished, kept);
  } catch (error) {
    // Another process was faster, with the same result.
    if (!existsSync(join(kept, marker))) throw error;
    rmSync(unfinished, { recursive: true });
  }
  return kept;
}

function dropOld(folder: string): void {
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    const path = join(folder, name);
    if (Date.now() - statSync(path).mtimeMs > keptMs) rmSync(path, { recursive: true, force: true });
  }
}

/**
 * Hash of files by their names and contents, and of `salt`.
 * @param sources files and folders below `root`
 * @param without names of folders that do not count
 */
export function hashOf(
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
