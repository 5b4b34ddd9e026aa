/**
 * `npm run photos -- FOLDER --out RESULTS`: inspects and prepares every photo of a folder with the code of a session, and
 * writes `report.json` with the verdict on each, and what was made of it.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readOptions, usage } from './options.ts';
import { entryOf, outcomeOf } from './report.ts';

const options = readOptions(process.argv.slice(2));
if (options === undefined) {
  console.error(usage);
  process.exit(64);
}
const { folder, out } = options;
mkdirSync(out, { recursive: true });
const report: Record<string, unknown> = {};
const names = readdirSync(folder, { withFileTypes: true }).flatMap((file) =>
  file.isFile() ? [file.name] : [],
);
for (const name of names.sort()) {
  const began = performance.now();
  const { line, files } = entryOf(name, await outcomeOf(readFileSync(join(folder, name))));
  report[name] = line;
  for (const [file, bytes] of Object.entries(files)) writeFileSync(join(out, file), bytes);
  // After each photo, so that nothing is lost when one takes very long.
  writeFileSync(join(out, 'report.json'), `${JSON.stringify(report, undefined, 2)}\n`);
  const seconds = ((performance.now() - began) / 1_000).toFixed(1);
  console.log(`${name}: ${'code' in line ? `${line.code}: ${line.message}` : line.picture} (${seconds} s)`);
}
