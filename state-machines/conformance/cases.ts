/** Reads files of recorded cases. */
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { caseSchema } from './simulate.ts';

const recordedCase = caseSchema.extend({
  history: z.array(z.record(z.string(), z.json())),
  flags: z.array(z.string()).default([]),
});
export type RecordedCase = z.infer<typeof recordedCase>;

/** @throws ZodError where the file holds something else */
export function readRecordedCases(file: string): RecordedCase[] {
  return z.array(recordedCase).parse(JSON.parse(readFileSync(file, 'utf8')));
}
