/**
 * `npm run record:paths [-- PART_OF_A_NAME]`: runs every path of the session state machine on a local server and stores
 * the events in `events/`. Exits with 1 when a session takes another path than expected.
 */
import { join } from 'node:path';
import { recordingOf } from '#state-machines/record/recording.ts';
import { storeRecording } from '#state-machines/record/store.ts';
import { readHistory } from '#state-machines/replay/index.ts';
import { storeAll, storeEvents } from './events.ts';
import { storeExpired } from './expired.ts';
import { type Path, paths } from './paths.ts';
import { type RecordingEnvironment, startRecordingEnvironment } from './recording-environment.ts';
import { Session } from './session.ts';

const folder = join(import.meta.dirname, '..', '..', '..', 'events');
/** Concurrent sessions. */
const atOnce = 8;

interface Lived {
  readonly path: Path;
  readonly session: Session;
}

async function main(part: string): Promise<number> {
  const [strays] = await Promise.all([liveAll(part), part === '' ? storeExpired(folder) : undefined]);
  return strays === 0 ? 0 : 1;
}

/** @returns the number of sessions that took another path */
async function liveAll(part: string): Promise<number> {
  const wanted = paths.filter(({ name }) => name.includes(part));
  const naps = new Set(wanted.map(({ asleep }) => asleep?.seconds ?? 0));
  let strays = 0;
  await using here = await startRecordingEnvironment();
  for (const seconds of naps) {
    const group = wanted.filter(({ asleep }) => (asleep?.seconds ?? 0) === seconds);
    const lived = await each(group, (path) => begin(here, path));
    if (seconds > 0) await here.sleep(seconds, await startOf(lived));
    await each(lived, async (one) => one && finish(one));
    for (const one of lived) strays += one !== undefined && (await record(one)) ? 0 : 1;
    await storeAll(join(folder, 'sns'), notificationsOf(here, lived));
  }
  if (part === '') await storeEvents(folder, here);
  return strays;
}

/** The start of the execution from which the clock moves, or undefined to move it from now. */
async function startOf(lived: readonly (Lived | undefined)[]): Promise<number | undefined> {
  const one = lived.find((other) => other?.path.asleep?.from === 'start');
  return one && readHistory(await one.session.history())[0]?.timestamp;
}

async function begin(here: RecordingEnvironment, path: Path): Promise<Lived | undefined> {
  const session = new Session(here, path.script ?? {});
  return (await went(path, () => path.live(session))) ? { path, session } : undefined;
}

function notificationsOf(
  { tap }: RecordingEnvironment,
  lived: readonly (Lived | undefined)[],
): Map<string, unknown> {
  const named = lived.filter((one) => one?.path.sns !== undefined);
  return new Map(
    named.map((one) => [one?.path.sns ?? '', tap.notificationsOf(one?.session.jobId ?? '')] as const),
  );
}

async function finish({ path, session }: Lived): Promise<void> {
  await went(path, async () => {
    await path.asleep?.after(session);
    await session.end();
  });
}

async function went({ name }: Path, action: () => Promise<void>): Promise<boolean> {
  try {
    await action();
    return true;
  } catch (error) {
    console.error(`${name}: ${error instanceof Error ? error.message : error}`);
    return false;
  }
}

/** @returns true when the session took the expected path */
async function record({ path, session }: Lived): Promise<boolean> {
  const recording = recordingOf(await session.history());
  if (recording.name !== path.name) {
    console.error(`${path.name} took another path: ${recording.name}`);
    return false;
  }
  if (path.again !== true) console.log(await storeRecording(join(folder, 'histories'), recording, true));
  return true;
}

async function each<T, R>(items: readonly T[], action: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let first = 0; first < items.length; first += atOnce)
    results.push(...(await Promise.all(items.slice(first, first + atOnce).map(action))));
  return results;
}

process.exitCode = await main(process.argv[2] ?? '');
