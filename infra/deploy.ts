import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readSettings, type Settings, SettingsError } from './config.ts';
import { deployedNames } from './names.ts';
import { type Phase, preflight, told } from './preflight/preflight.ts';
import { contextSettings } from './settings/context.ts';

const root = join(import.meta.dirname, '..');
const CdkJson = z.looseObject({ context: z.record(z.string(), z.unknown()).default({}) });

/** What the command line asks for. */
export interface DeployOptions {
  readonly phase: Phase;
  /** Look, and deploy nothing. */
  readonly checkOnly: boolean;
  readonly context: Readonly<Record<string, string>>;
  /** Everything else, for `cdk deploy`. */
  readonly forCdk: readonly string[];
}

/** `[--prepare] [--check] [-c NAME=VALUE]… [options of cdk deploy]…` */
export function readArguments(args: readonly string[]): DeployOptions {
  const own = ['--prepare', '--check'];
  const forCdk = args.filter((argument) => !own.includes(argument));
  const pairs = forCdk.flatMap((argument, i) => {
    const pair = ['-c', '--context'].includes(argument)
      ? forCdk[i + 1]
      : /^(?:-c|--context=)(.+=.*)$/s.exec(argument)?.[1];
    const [, name = '', value = ''] = /^([^=]+)=(.*)$/s.exec(pair ?? '') ?? [];
    return name === '' ? [] : [[name, value]];
  });
  return {
    phase: args.includes('--prepare') ? 'prepare' : 'all',
    checkOnly: args.includes('--check'),
    context: Object.fromEntries(pairs),
    forCdk,
  };
}

/** The settings that `cdk deploy` will see. @throws SettingsError */
export function settingsOf(context: DeployOptions['context']): Settings {
  const kept = CdkJson.parse(JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8'))).context;
  return readSettings(contextSettings((name) => context[name] ?? kept[name]));
}

/** Looks first, then deploys. @returns exit code */
async function main(args: readonly string[]): Promise<number> {
  const options = readArguments(args);
  const settings = settingsOf(options.context);
  const findings = await preflight(settings, options.phase);
  console.log(told(findings));
  if (findings.some(({ kind }) => kind === 'stop')) return 1;
  return options.checkOnly ? 0 : deploy(options, settings);
}

/** What `cdk deploy` is told to deploy; stacks that are named stand among its other arguments. */
export function stacksOf({ phase, forCdk }: DeployOptions, settings: Settings): string[] {
  const { stack } = deployedNames(settings);
  if (phase === 'prepare') return [stack('Data'), stack('Mail')];
  return forCdk.some((argument) => argument.startsWith('Gen3D-')) ? [] : ['--all'];
}

function deploy(options: DeployOptions, settings: Settings): Promise<number> {
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

if (import.meta.main) {
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
