import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readSettings, SettingsError } from '../config.ts';
import { settingsSchema } from './schema.ts';

const Values = z.record(z.string(), z.unknown());
const CdkJson = z.looseObject({ context: z.looseObject({ gen3d: Values.default({}) }) });

export const cdkJsonPath = join(import.meta.dirname, '..', '..', 'cdk.json');

/** The context in cdk.json: CDK's feature flags and the settings. */
export function cdkContext(): Record<string, unknown> {
  return CdkJson.parse(JSON.parse(readFileSync(cdkJsonPath, 'utf8'))).context;
}

/**
 * Changes the settings in the text of a `cdk.json`.
 * @param changes each `NAME=VALUE`, with dots in the name of a nested setting; an empty value removes the setting
 * @returns the file's new text and the settings in it
 * @throws SettingsError when a change has another form, or its result is not valid
 *
 * @example
 * changeSettings(text, ['senderEmail=a@example.com', 'inference.scaling.maxInstances=2']);
 */
export function changeSettings(
  cdkJson: string,
  changes: readonly string[],
): { text: string; given: Readonly<Record<string, unknown>> } {
  const file = CdkJson.parse(JSON.parse(cdkJson));
  const given = changes
    .map(readChange)
    .reduce((settings, { path, value }) => changed(settings, path, value), file.context.gen3d);
  readSettings(given);
  const text = JSON.stringify({ ...file, context: { ...file.context, gen3d: given } }, null, 2);
  return { text: `${text}\n`, given };
}

interface Change {
  readonly path: readonly string[];
  /** Undefined removes the setting. */
  readonly value: unknown;
}

function readChange(argument: string): Change {
  const [, name = '', value = ''] = /^([\w.-]+)=(.*)$/s.exec(argument) ?? [];
  if (name === '')
    throw new SettingsError(`"${argument}" is not NAME=VALUE, such as web.domain=example.com.`);
  const path = name.split('.');
  return { path, value: value === '' ? undefined : valueAt(path, value) };
}

function changed(
  settings: Readonly<Record<string, unknown>>,
  [name = '', ...deeper]: readonly string[],
  value: unknown,
): Record<string, unknown> {
  const { [name]: before, ...others } = settings;
  const after = deeper.length === 0 ? value : changed(recordOf(before), deeper, value);
  const removed = after === undefined || (deeper.length > 0 && Object.keys(recordOf(after)).length === 0);
  return removed ? others : { ...settings, [name]: after };
}

function recordOf(value: unknown): Record<string, unknown> {
  return Values.safeParse(value).data ?? {};
}

const Schema = z.looseObject({
  type: z.string().optional(),
  get properties() {
    return z.record(z.string(), Schema).optional();
  },
});
const schema = Schema.parse(settingsSchema);

/** Text where the setting is text, such as an account number; JSON otherwise. */
function valueAt(path: readonly string[], text: string): unknown {
  const found = path.reduce<z.infer<typeof Schema> | undefined>((at, name) => at?.properties?.[name], schema);
  if (found?.type === 'string') return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
