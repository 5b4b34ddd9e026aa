import { Site } from '#contracts/web-config.ts';

/** The page does not know its API. */
export class ConfigError extends Error {
  readonly code = 'ConfigMissing';
  override readonly name = 'ConfigError';

  constructor(cause: unknown) {
    super("Couldn't load Gen3D. Check your connection and reload.", { cause });
  }
}

/**
 * Reads which API and which issuer this page uses.
 * @throws ConfigError
 */
export async function loadConfig(fetcher: typeof fetch = fetch): Promise<Site> {
  try {
    const response = await fetcher('/web-config.json', { cache: 'no-cache' });
    if (!response.ok) throw new Error(`HTTP status ${response.status}`);
    return Site.parse(await response.json());
  } catch (error) {
    throw new ConfigError(error);
  }
}
