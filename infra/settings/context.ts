import { parseJson } from '#contracts/json.ts';
import { SettingsError } from '../config.ts';

/**
 * The settings in a CDK context: its value `gen3d` (an object, or JSON text of one), overridden by its values `stage`
 * and `region`.
 * @param lookup returns a context value by its name
 * @throws SettingsError
 *
 * @example
 * contextSettings((name) => app.node.tryGetContext(name));
 */
export function contextSettings(lookup: (name: string) => unknown): Record<string, unknown> {
  const overrides = Object.entries({ stage: lookup('stage'), region: lookup('region') });
  const given = overrides.filter(([, value]) => value !== undefined);
  return { ...readContext(lookup('gen3d')), ...Object.fromEntries(given) };
}

function readContext(context: unknown): object {
  const read = typeof context === 'string' ? parseJson(context) : (context ?? {});
  if (read !== null && typeof read === 'object' && !Array.isArray(read)) return read;
  throw new SettingsError('Context "gen3d" is not a JSON object of settings.');
}
