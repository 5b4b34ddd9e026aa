import type { SettingsInput } from '#infra/config.ts';
import { type EnvironmentModel, type EnvironmentOrigins, readModel, synthesizedWebOrigin } from './model.ts';
import { synthesize } from './synthesize.ts';
import { readStacks } from './template.ts';

/** A synthesized assembly: the model of the local environment and the folder it was read from. */
export interface Assembly extends EnvironmentModel {
  readonly folder: string;
}

export type { EnvironmentModel } from './model.ts';

/** Region and account of every local environment. */
export const location = { region: 'us-east-1', accountId: '000000000000' } as const;

export interface AssemblyOptions {
  /** Cache of synthesized assemblies. */
  readonly folder: string;
  readonly origins: EnvironmentOrigins;
  /** Settings of `infra/config.ts` that differ from their defaults; the web origin is the local one. */
  readonly settings?: Omit<SettingsInput, 'webOrigin' | 'siteUrl' | 'region' | 'account'>;
}

/**
 * Synthesizes `infra/` offline and reads the model of the local environment from its templates.
 * @throws AssemblyError when a template contains something unsupported
 * @throws SettingsError from `infra/config.ts`
 */
export async function loadAssembly(options: AssemblyOptions): Promise<Assembly> {
  const settings = {
    ...options.settings,
    region: location.region,
    account: location.accountId,
    webOrigin: synthesizedWebOrigin,
    siteUrl: synthesizedWebOrigin,
  };
  const folder = await synthesize(settings, options.folder);
  return { folder, ...readModel(readStacks(folder), location, options.origins) };
}
