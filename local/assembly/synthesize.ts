import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readSettings, type SettingsInput } from '#infra/config.ts';
import { HomeError } from '../errors.ts';
import { hashOf, keepFolder } from '../kept.ts';

const root = join(import.meta.dirname, '..', '..');
const sources = ['infra', 'tasks', 'state-machines', 'package-lock.json', 'package.json', 'cdk.json'];
const CdkJson = z.looseObject({ context: z.record(z.string(), z.unknown()).default({}) });

/**
 * The cloud assembly of `infra/` for these settings, synthesized as the CDK command line would, offline.
 * Bundling takes seconds, so an assembly is kept under a hash of everything that goes into it.
 * @param folder shared by all homes of this installation
 * @returns its own folder below
 * @throws SettingsError; HomeError `SynthesisFailed`
 */
export async function synthesize(settings: SettingsInput, folder: string): Promise<string> {
  readSettings(settings);
  return keepFolder({
    folder,
    hash: hashOf(root, sources, JSON.stringify(settings)),
    marker: 'manifest.json',
    make: (unfinished) => runApp(settings, unfinished),
  });
}

/** CDK's own key: no stack needs what is built apart, such as the page. */
const nothingDeployed = { 'aws:cdk:bundling-stacks': [] };

/** In a process of its own: CDK and its bundler write to the terminal, and keep their memory. */
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
      reject(new HomeError('SynthesisFailed', `The stacks cannot be synthesized:\n${stderr.slice(-4_000)}`));
  });
  return promise;
}
