import { Site } from '#tasks/core/contracts/web-config.ts';

/** The page cannot know where its API is. */
export class ConfigError extends Error {
  readonly code = 'ConfigMissing';
  override readonly name = 'ConfigError';

  constructor(cause: unknown) {
    super('The page could not read its settings: check your connection and load it again.', { cause });
  }
}

/**
 * Reads where the API is and who signs users in.
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
