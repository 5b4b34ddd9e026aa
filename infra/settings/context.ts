import { SettingsError } from '../config.ts';

/**
 * The settings of a CDK context: the member `gen3d` (an object, or JSON text of one), and `stage` and `region` by
 * themselves.
 * @param lookup a value of the context by its name
 * @throws SettingsError
 */
export function contextSettings(lookup: (name: string) => unknown): Record<string, unknown> {
  const single = Object.entries({ stage: lookup('stage'), region: lookup('region') });
  const given = single.filter(([, value]) => value !== undefined);
  return { ...readContext(lookup('gen3d')), ...Object.fromEntries(given) };
}

function readContext(context: unknown): object {
  const read = typeof context === 'string' ? parseJson(context) : (context ?? {});
  if (read !== null && typeof read === 'object' && !Array.isArray(read)) return read;
  throw new SettingsError('Context "gen3d" is not a JSON object of settings.');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
