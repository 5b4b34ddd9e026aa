import { z } from 'zod';
import { readSettings, Settings, SettingsError } from '../config.ts';

const CdkJson = z.looseObject({
  context: z.looseObject({ gen3d: z.record(z.string(), z.unknown()).default({}) }),
});

/**
 * Changes the settings in a `cdk.json`.
 * @param changes each `NAME=VALUE`, with dots in the name of a setting within another; no value takes it away
 * @returns the file's new text, and the settings in it
 * @throws SettingsError when a change has no such form, or the settings would be wrong afterwards
 */
export function changeSettings(
  cdkJson: string,
  changes: readonly string[],
): { text: string; given: Readonly<Record<string, unknown>> } {
  const file = CdkJson.parse(JSON.parse(cdkJson));
  const given = changes
    .map(readChange)
    .reduce<Record<string, unknown>>(
      (settings, { path, value }) => changed(settings, path, value),
      file.context.gen3d,
    );
  readSettings(given);
  const text = JSON.stringify({ ...file, context: { ...file.context, gen3d: given } }, null, 2);
  return { text: `${text}\n`, given };
}

interface Change {
  readonly path: readonly string[];
  /** Undefined: the setting has its default again. */
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
  const now = deeper.length === 0 ? value : changed(recordOf(before), deeper, value);
  const gone = now === undefined || (deeper.length > 0 && Object.keys(recordOf(now)).length === 0);
  return gone ? others : { ...settings, [name]: now };
}

function recordOf(value: unknown): Record<string, unknown> {
  return z.record(z.string(), z.unknown()).safeParse(value).data ?? {};
}

const Schema = z.looseObject({
  type: z.string().optional(),
  get properties() {
    return z.record(z.string(), Schema).optional();
  },
});
const schema = Schema.parse(z.toJSONSchema(Settings, { io: 'input', unrepresentable: 'any' }));

/** As text where the setting is text; an account number is one. Else as JSON. */
function valueAt(path: readonly string[], text: string): unknown {
  const found = path.reduce<z.infer<typeof Schema> | undefined>((at, name) => at?.properties?.[name], schema);
  if (found?.type === 'string') return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
