import { readFileSync, writeFileSync } from 'node:fs';
import { runCommand } from '../command.ts';
import { cdkJsonPath, changeSettings } from './cdk-json.ts';

/** `npm run settings -- [NAME=VALUE]…`: changes the settings in cdk.json and prints them. */
await runCommand(() => {
  const { text, given } = changeSettings(readFileSync(cdkJsonPath, 'utf8'), process.argv.slice(2));
  writeFileSync(cdkJsonPath, text);
  console.log(JSON.stringify(given, null, 2));
});
