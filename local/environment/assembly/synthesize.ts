import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readSettings, type SettingsInput } from '#infra/config.ts';
import { EnvironmentError } from '../../errors.ts';
import { cachedFolder, hashSources } from '../build-cache.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const sources = [
  'contracts',
  'infra',
  'tasks',
  'state-machines',
  'package-lock.json',
  'package.json',
  'cdk.json',
];
const CdkJson = z.looseObject({ context: z.record(z.string(), z.unknown()).default({}) });

/**
 * Synthesizes `infra/` offline, as the CDK command line does. Bundling takes seconds, so assemblies are cached under
 * a hash of their inputs.
 * @param folder cache of assemblies
 * @returns the folder of this assembly
 * @throws SettingsError; EnvironmentError `SynthesisFailed`
 */
export async function synthesize(settings: SettingsInput, folder: string): Promise<string> {
  readSettings(settings);
  return cachedFolder({
    folder,
    hash: hashSources(root, sources, JSON.stringify(settings)),
    marker: 'manifest.json',
    build: (unfinished) => runApp(settings, unfinished),
  });
}

/** CDK's key. No stack needs assets that are built separately, such as the page. */
const nothingDeployed = { 'aws:cdk:bundling-stacks': [] };

/** Runs in a process of its own, because CDK and its bundler print to the terminal and hold memory. */
function runApp(settings: SettingsInput, outdir: string): Promise<void> {
  const { context } = CdkJson.parse(JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')));
  const env = {
    ...process.env,
    CDK_OUTDIR: outdir,
    CDK_CONTEXT_JSON: JSON.stringify({ ...context, ...nothingDeployed, gen3d: settings }),
  };
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const options = { cwd: root, env, maxBuffer: 64 * 1024 * 1024 };
  execFile(process.execPath, [join('infra', 'app.ts')], options, (error, _stdout, stderr) => {
    if (error === null) resolve();
    else
      reject(
        new EnvironmentError('SynthesisFailed', `Couldn't synthesize the stacks:\n${stderr.slice(-4_000)}`),
      );
  });
  return promise;
}
