import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
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
import { z } from 'zod';
import { readSettings, type SettingsInput } from '#infra/config.ts';
import { HomeError } from '../errors.ts';

const root = join(import.meta.dirname, '..', '..');
const sources = ['infra', 'tasks', 'state-machines', 'package-lock.json', 'package.json', 'cdk.json'];
const CdkJson = z.looseObject({ context: z.record(z.string(), z.unknown()).default({}) });

/** Assemblies of settings that nobody has asked for in a week are dropped. */
const keptMs = 7 * 24 * 3_600_000;

/**
 * The cloud assembly of `infra/` for these settings, synthesized as the CDK command line would, offline.
 * Bundling takes seconds, so an assembly is kept under a hash of everything that goes into it.
 * @param folder shared by all homes of this installation
 * @returns its own folder below
 * @throws SettingsError; HomeError `SynthesisFailed`
 */
export async function synthesize(settings: SettingsInput, folder: string): Promise<string> {
  readSettings(settings);
  const kept = join(folder, contentHash(settings));
  if (existsSync(join(kept, 'manifest.json'))) {
    utimesSync(kept, new Date(), new Date());
    return kept;
  }
  dropOld(folder);
  mkdirSync(folder, { recursive: true });
  // Under another name until it is whole: a crash on the way leaves no half assembly to be found.
  const unfinished = join(folder, `unfinished-${process.pid}-${Date.now()}`);
  await runApp(settings, unfinished);
  try {
    renameSync(unfinished, kept);
  } catch (error) {
    // Another process was faster, with the same result.
    if (!existsSync(join(kept, 'manifest.json'))) throw error;
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

/** In a process of its own: CDK and its bundler write to the terminal, and keep their memory. */
function runApp(settings: SettingsInput, outdir: string): Promise<void> {
  const { context } = CdkJson.parse(JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')));
  const env = {
    ...process.env,
    CDK_OUTDIR: outdir,
    CDK_CONTEXT_JSON: JSON.stringify({ ...context, gen3d: settings }),
  };
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const options = { cwd: root, env, maxBuffer: 64 * 1024 * 1024 };
  execFile(process.execPath, [join('infra', 'app.ts')], options, (error, _stdout, stderr) => {
    if (error === null) resolve();
    else
      reject(new HomeError('SynthesisFailed', `The stacks cannot be synthesized:\n${stderr.slice(-4_000)}`));
  });
  return promise;
}

function contentHash(settings: SettingsInput): string {
  const hash = createHash('sha256').update(JSON.stringify(settings)).update(process.version);
  for (const file of sources.flatMap((source) => filesBelow(join(root, source)))) {
    hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex').slice(0, 32);
}

function filesBelow(path: string): string[] {
  if (path.endsWith('.json')) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
