import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { runCommand } from '../command.ts';
import type { Settings } from '../config.ts';
import { formatFindings, preflight } from '../preflight/preflight.ts';
import { type DeployOptions, readArguments, settingsOf, stacksOf } from './arguments.ts';

/** Runs the checks, then deploys unless one of them stops it. @returns exit code */
async function main(args: readonly string[]): Promise<number> {
  const options = readArguments(args);
  const settings = settingsOf(options.context);
  const findings = await preflight(settings, options.phase);
  console.log(formatFindings(findings));
  if (findings.some(({ kind }) => kind === 'stop')) return 1;
  return options.checkOnly ? 0 : deploy(options, settings);
}

function deploy(options: DeployOptions, settings: Settings): Promise<number> {
  const root = join(import.meta.dirname, '..', '..');
  const cdk = join(root, 'node_modules', 'aws-cdk', 'bin', 'cdk');
  const child = spawn(process.execPath, [cdk, 'deploy', ...stacksOf(options, settings), ...options.forCdk], {
    cwd: root,
    stdio: 'inherit',
  });
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  child.once('error', reject);
  child.once('exit', (code) => resolve(code ?? 1));
  return promise;
}

await runCommand(async () => {
  process.exitCode = await main(process.argv.slice(2));
});
