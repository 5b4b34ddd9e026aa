import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SettingsError } from './config.ts';
import { changeSettings } from './settings/file.ts';

/** `npm run settings -- [NAME=VALUE]…`: changes the settings in cdk.json and shows those that are given there. */
const file = join(import.meta.dirname, '..', 'cdk.json');
try {
  const { text, given } = changeSettings(readFileSync(file, 'utf8'), process.argv.slice(2));
  writeFileSync(file, text);
  console.log(JSON.stringify(given, null, 2));
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
