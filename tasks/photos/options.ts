import { parseArgs } from 'node:util';

export const usage = `Usage: npm run photos -- FOLDER --out RESULTS

Prepares every photo of a folder as a session does, and writes the pictures and report.json into RESULTS.`;

export interface Options {
  readonly folder: string;
  readonly out: string;
}

/** @returns undefined when something is missing */
export function readOptions(args: readonly string[]): Options | undefined {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { out: { type: 'string' } },
    allowPositionals: true,
  });
  const [folder] = positionals;
  return folder === undefined || values.out === undefined ? undefined : { folder, out: values.out };
}
