import { readSettings, type Settings } from '../config.ts';
import { deployedNames } from '../names.ts';
import type { Phase } from '../preflight/preflight.ts';
import { cdkContext } from '../settings/cdk-json.ts';
import { contextSettings } from '../settings/context.ts';

export interface DeployOptions {
  readonly phase: Phase;
  /** Run the checks and deploy nothing. */
  readonly checkOnly: boolean;
  readonly context: Readonly<Record<string, string>>;
  /** All other arguments, for `cdk deploy`. */
  readonly forCdk: readonly string[];
}

/**
 * Reads `[--prepare] [--check] [-c NAME=VALUE]… [options of cdk deploy]…`.
 *
 * @example
 * readArguments(['--prepare', '-c', 'stage=dev']);
 * // { phase: 'prepare', checkOnly: false, context: { stage: 'dev' }, forCdk: ['-c', 'stage=dev'] }
 */
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

/** The settings that `cdk deploy` uses: those in cdk.json, overridden by `context`. @throws SettingsError */
export function settingsOf(context: DeployOptions['context']): Settings {
  const file = cdkContext();
  return readSettings(contextSettings((name) => context[name] ?? file[name]));
}

/** Stack arguments for `cdk deploy`; none when `forCdk` already names stacks. */
export function stacksOf({ phase, forCdk }: DeployOptions, settings: Settings): string[] {
  const { stack } = deployedNames(settings);
  if (phase === 'prepare') return [stack('Data'), stack('Mail')];
  return forCdk.some((argument) => argument.startsWith('Gen3D-')) ? [] : ['--all'];
}
