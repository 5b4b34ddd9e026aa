/** `npm run --silent simulate -- FILE`: runs the cases in FILE and prints their histories by case id. */
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { caseSchema, simulate } from './simulate.ts';

const [file] = process.argv.slice(2);
if (file === undefined) {
  process.stderr.write('Usage: npm run --silent simulate -- FILE\n');
  process.exit(2);
}
const cases = z.array(z.looseObject({ id: z.string() })).parse(JSON.parse(readFileSync(file, 'utf8')));
const histories: Record<string, unknown> = {};
for (const one of cases) {
  try {
    histories[one.id] = simulate(caseSchema.parse(one));
  } catch (error) {
    process.stderr.write(`${one.id}: ${error instanceof Error ? error.message : String(error)}\n`);
    histories[one.id] = null;
  }
}
process.stdout.write(`${JSON.stringify(histories)}\n`);
