import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { SettingsInput } from '#infra/config.ts';

const root = join(import.meta.dirname, '..', '..');
const sources = ['infra', 'tasks', 'state-machines', 'package-lock.json', 'package.json'];

/**
 * The cloud assembly of `infra/` for these settings. Bundling takes seconds, so an assembly is kept under a hash
 * of everything that goes into it, and the one before it is dropped.
 * @returns its folder, below `folder`
 */
export async function synthesize(settings: SettingsInput, folder: string): Promise<string> {
  const name = contentHash(settings);
  const kept = join(folder, name);
  if (existsSync(join(kept, 'manifest.json'))) return kept;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  // Under another name until it is whole: a crash on the way leaves no half assembly to be found.
  const unfinished = join(folder, 'unfinished');
  const { buildApp } = await import('#infra/app.ts');
  buildApp({ outdir: unfinished, settings }).synth();
  renameSync(unfinished, kept);
  return kept;
}

function contentHash(settings: SettingsInput): string {
  const hash = createHash('sha256').update(JSON.stringify(settings)).update(process.version);
  for (const file of sources.flatMap((source) => filesBelow(join(root, source)))) {
    hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex').slice(0, 32);
}

function filesBelow(path: string): string[] {
  if (!existsSync(path)) return [];
  const entries = path.endsWith('.json') ? [] : readdirSync(path, { recursive: true, withFileTypes: true });
  if (path.endsWith('.json')) return [path];
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
