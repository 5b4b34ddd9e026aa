import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { PhotoLimits } from '#contracts/web-config.ts';
import { UsageError } from './errors.ts';

/** An API and the issuer that signs its users in: `.gen3d/client.json`, or the site's `web-config.json`. */
export const ApiConfig = z.object({
  apiUrl: z.url(),
  issuer: z.url(),
  clientId: z.string().min(1),
  /** Where the browser returns to, for a client that is not registered with the usual addresses. */
  redirectUri: z.url().optional(),
  /** Limits of another version of the site are left to the API. */
  photo: z.optional(PhotoLimits).catch(undefined),
});
export type ApiConfig = z.infer<typeof ApiConfig>;

/** A known API; without `config`, only its URL is known. */
export interface KnownApi {
  readonly apiUrl: string;
  readonly config?: ApiConfig;
}

/** The options of the command line that name an API. */
export interface ApiFlags {
  readonly api?: string;
  readonly config?: string;
}

const usualFiles = [join('.gen3d', 'client.json'), 'web-config.json'];

/**
 * The API to call: `--api`, else `GEN3D_API`, else the one in `--config` or in a usual file of the folder.
 * @throws UsageError when there is none, or one is invalid
 */
export async function findApi(
  flags: ApiFlags,
  env: Readonly<Record<string, string | undefined>>,
  folder: string,
): Promise<KnownApi> {
  const named = flags.api ?? (flags.config === undefined ? env.GEN3D_API : undefined);
  const found =
    flags.config === undefined ? await findConfig(folder) : await readConfig(folder, flags.config);
  if (named === undefined || named === '') {
    if (found !== undefined) return { apiUrl: found.apiUrl, config: found };
    throw new UsageError('No API set. Use --api URL, --config FILE or GEN3D_API.');
  }
  const apiUrl = normalized(named);
  return found?.apiUrl === apiUrl ? { apiUrl, config: found } : { apiUrl };
}

async function findConfig(folder: string): Promise<ApiConfig | undefined> {
  for (const name of usualFiles) {
    const text = await readIfThere(join(folder, name));
    if (text !== undefined) return parse(name, text);
  }
  return undefined;
}

async function readConfig(folder: string, name: string): Promise<ApiConfig> {
  const text = await readIfThere(resolve(folder, name));
  if (text === undefined) throw new UsageError(`Can't read ${name}. Is Gen3D set up there?`);
  return parse(name, text);
}

function parse(name: string, text: string): ApiConfig {
  try {
    const config = ApiConfig.parse(JSON.parse(text));
    return { ...config, apiUrl: normalized(config.apiUrl) };
  } catch {
    throw new UsageError(`${name} is not a client config file. It needs apiUrl, issuer and clientId.`);
  }
}

function normalized(apiUrl: string): string {
  if (!/^https?:\/\//.test(apiUrl) || !URL.canParse(apiUrl)) {
    throw new UsageError(`"${apiUrl}" is not an API URL. It must start with http:// or https://.`);
  }
  return apiUrl.replace(/\/+$/, '');
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return undefined;
  }
}
