import { readFileSync } from 'node:fs';
import { inspectPhoto } from '#contracts/photo/inspect.ts';
import { preparePhoto } from '#tasks/core/photo/prepare.ts';

const bytes = readFileSync(process.argv[2] ?? '');
const inspected = inspectPhoto(bytes, {
  maxBytes: 1e9,
  maxPixels: 256_000_000,
  minSide: 64,
  maxAspect: 30,
});
if ('problem' in inspected) throw new Error(inspected.problem.message);
await preparePhoto(bytes, inspected.header, { maxSide: 4_096, timeoutMs: 600_000 });
