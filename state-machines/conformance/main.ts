/**
 * `npm run conformance -- DIR`: simulates the recorded cases in DIR's JSON files. Prints the number of exact histories
 * per file, and the first difference of each other history.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { JsonObject } from '../asl/json.ts';
import { simulate } from '../simulation/simulate.ts';
import { type RecordedCase, readRecordedCases } from './cases.ts';
import { firstDifference } from './compare.ts';

const [directory] = process.argv.slice(2);
if (directory === undefined) {
  process.stderr.write('Usage: npm run conformance -- DIR\n');
  process.exit(2);
}
let allExact = true;
for (const file of readdirSync(directory)
  .filter((name) => name.endsWith('.json'))
  .toSorted()) {
  const cases = readRecordedCases(join(directory, file));
  const differences = cases.flatMap((one) => {
    const difference = differenceOf(one);
    return difference === undefined ? [] : [`  ${one.id}: ${difference}`];
  });
  for (const difference of differences) process.stdout.write(`${difference}\n`);
  process.stdout.write(`${file}: ${cases.length - differences.length} of ${cases.length} exact\n`);
  allExact &&= differences.length === 0;
}
process.exitCode = allExact ? 0 : 1;

function differenceOf(one: RecordedCase): string | undefined {
  try {
    return firstDifference(one, asJson(simulate(one)));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function asJson(history: readonly unknown[]): JsonObject[] {
  return z.array(z.record(z.string(), z.json())).parse(history);
}
