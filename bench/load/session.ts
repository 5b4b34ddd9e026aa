import { handInMask, startSession, untilMaskWanted, untilModel } from '#client/session.ts';
import type { Pictures } from '#test/chaos/pictures.ts';
import type { User } from '#test/chaos/users.ts';

/** When a session got where, in seconds since the run began; stages as its row has them, ISO 8601. */
export interface Times {
  readonly started: number;
  readonly embedded: number;
  readonly ended: number;
  readonly stages: Readonly<Record<string, string>>;
}

/** Many watch at once, so that each looks seldom. */
const polling = { firstInterval: 3_000, maxInterval: 6_000 };

/** One session from its photo to its model. @throws SessionFailedError when it ends without */
export async function runSession(
  { client }: User,
  pictures: Pictures,
  seconds: () => number,
  signal: AbortSignal,
): Promise<Times> {
  const jobId = await startSession(client, pictures.photo, { signal });
  const started = seconds();
  const waiting = await untilMaskWanted(client, jobId, { ...polling, signal });
  const embedded = seconds();
  await handInMask(client, waiting, pictures.mask, { quality: 'low' }, { signal });
  const { stage_times: stages } = await untilModel(client, waiting, { ...polling, signal });
  return { started, embedded, ended: seconds(), stages };
}
