/**
 * `npm run replay -- HISTORY... [--definition FILE] [--json]`: replays recorded histories against a definition, by
 * default the session state machine. Exit codes: 0 all match, 1 at least one diverges, 2 none diverges but at least one
 * is unreadable, 64 wrong usage.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type NamedHistory, type ReplayResult, replayAll } from './index.ts';
import { exitCode, resultText, summaryText } from './report.ts';

const USAGE = 'Usage: npm run replay -- HISTORY... [--definition FILE] [--json]\n';
const SESSION = new URL('../session/session.asl.json', import.meta.url);

function main(): number {
  const { files, definition, json } = settings();
  const replays = replayAll(readFileSync(definition ?? SESSION, 'utf8'), histories(files));
  const results: ReplayResult[] = [];
  for (;;) {
    const { value, done } = replays.next();
    if (done === true) {
      process.stdout.write(
        `${json ? JSON.stringify({ results, coverage: value }) : summaryText(results, value)}\n`,
      );
      return exitCode(results);
    }
    results.push(value);
    if (!json) process.stdout.write(`${resultText(value)}\n`);
  }
}

function settings(): { files: string[]; definition: string | undefined; json: boolean } {
  const options = { definition: { type: 'string' }, json: { type: 'boolean', default: false } } as const;
  const { positionals, values } = parseArgs({ options, allowPositionals: true });
  if (positionals.length === 0) throw new TypeError('Name at least one history file.');
  return { files: positionals, definition: values.definition, json: values.json };
}

function* histories(files: readonly string[]): Generator<NamedHistory> {
  for (const name of files) yield { name, history: readFileSync(name, 'utf8') };
}

try {
  process.exitCode = main();
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${message}\n${error instanceof TypeError ? USAGE : ''}`);
  process.exitCode = 64;
}
