import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CrashableServer } from '#local/testing/crashable-server.ts';
import { smallImages } from '#local/testing/sample-images.ts';
import { type PatientUser, signUpPatientUser } from '#local/testing/users.ts';
import { Meter } from './meter.ts';
import { readOptions } from './options.ts';
import { runSession, type Times } from './session.ts';
import { orderTable, readingTable, timeTable } from './table.ts';

/** Milliseconds between two readings of memory and open files. */
const readEvery = 2_000;

const options = readOptions(process.argv.slice(2));
const folder = await mkdtemp(join(tmpdir(), 'gen3d-load-'));
await using environment = new CrashableServer(
  { folder: join(folder, 'state'), log: join(folder, 'faults.jsonl'), settings: { times: {} } },
  folder,
);
const at = await environment.start();
const users: PatientUser[] = [];
for (let i = 1; i <= options.users; i++)
  users.push(
    await signUpPatientUser(at, { email: `user-${i}@example.com`, password: `Secret-of-user-${i}` }),
  );
const pictures = await smallImages(options.width);
console.log(
  `${options.sessions} sessions at once from ${options.users} users, ${cpus().length} cores, Node ${process.version}`,
);

const signal = AbortSignal.timeout(options.minutes * 60_000);
let ended = 0;
const meter = new Meter(environment.pid ?? 0, readEvery, () => ended);
const results = await Promise.allSettled(
  Array.from({ length: options.sessions }, async (_, i): Promise<Times | undefined> => {
    const user = users[i % users.length];
    if (user === undefined) return undefined;
    const times = await runSession(user, pictures, () => meter.seconds(), signal);
    ended += 1;
    return times;
  }),
);
const times = results.flatMap((result) => (result.status === 'fulfilled' ? (result.value ?? []) : []));
const failures = results.flatMap((result) => (result.status === 'rejected' ? [nameOf(result.reason)] : []));
await sleep(Math.max(options.rest * 1_000, readEvery * 2));
meter[Symbol.dispose]();

for (const line of readingTable(meter.readings)) console.log(line);
console.log();
for (const line of timeTable(times)) console.log(line);
console.log();
for (const line of orderTable(times)) console.log(line);
console.log(`${times.length} of ${options.sessions} sessions have their model`);
for (const failure of new Set(failures))
  console.log(`failed with ${failure}: ${failures.filter((one) => one === failure).length}`);
const code = await environment.stop();
const well = failures.length === 0 && code === 0;
if (well) await rm(folder, { recursive: true });
else console.log(`The server's files are in ${folder}`);
process.exitCode = well ? 0 : 1;

function nameOf(reason: unknown): string {
  return reason instanceof Error && 'code' in reason ? `${reason.code}` : String(reason);
}
