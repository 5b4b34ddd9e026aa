/** Reads files of recorded cases. */
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { caseSchema } from '../simulation/simulate.ts';

const recordedCase = caseSchema.extend({
  history: z.array(z.record(z.string(), z.json())),
  flags: z.array(z.string()).default([]),
});
export type RecordedCase = z.infer<typeof recordedCase>;

/** @throws ZodError when the file has another format */
export function readRecordedCases(file: string): RecordedCase[] {
  return z.array(recordedCase).parse(JSON.parse(readFileSync(file, 'utf8')));
}
