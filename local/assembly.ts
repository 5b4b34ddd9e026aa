import type { SettingsInput } from '#infra/config.ts';
import { type HomeModel, type HomeOrigins, readModel, synthesizedWebOrigin } from './assembly/model.ts';
import { synthesize } from './assembly/synthesize.ts';
import { readStacks } from './assembly/template.ts';

/** A synthesized assembly: what the home must serve, and where it was read from. */
export interface Assembly extends HomeModel {
  readonly folder: string;
}

export type { HomeModel } from './assembly/model.ts';

/** Where a home pretends to be. */
export const place = { region: 'us-east-1', accountId: '000000000000' } as const;

export interface AssemblyOptions {
  /** Where the synthesized assembly is kept. */
  readonly folder: string;
  readonly origins: HomeOrigins;
  /** Settings of `infra/config.ts` that differ from their defaults; the web origin is the home's. */
  readonly settings?: Omit<SettingsInput, 'webOrigin' | 'siteUrl' | 'region' | 'account'>;
}

/**
 * Synthesizes `infra/` in-process and offline, and reads from its templates what the home must serve.
 * @throws AssemblyError when a template says something that the home cannot follow
 * @throws SettingsError from `infra/config.ts`
 */
export async function loadAssembly(options: AssemblyOptions): Promise<Assembly> {
  const settings = {
    ...options.settings,
    region: place.region,
    account: place.accountId,
    webOrigin: synthesizedWebOrigin,
    siteUrl: synthesizedWebOrigin,
  };
  const folder = await synthesize(settings, options.folder);
  return { folder, ...readModel(readStacks(folder), place, options.origins) };
}
