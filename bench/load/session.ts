import { startSession, submitMask, untilMaskWanted, untilModel } from '#client/session.ts';
import type { SampleImages } from '#local/testing/sample-images.ts';
import type { PatientUser } from '#local/testing/users.ts';

/** When a session reached each step, in seconds since the start of the run. `stages` are ISO times from its row. */
export interface Times {
  readonly started: number;
  readonly embedded: number;
  readonly ended: number;
  readonly stages: Readonly<Record<string, string>>;
}

/** Long intervals, because many sessions poll at once. */
const polling = { firstInterval: 3_000, maxInterval: 6_000 };

/** Runs one session from photo to model. @throws SessionFailedError when it fails */
export async function runSession(
  { client }: PatientUser,
  pictures: SampleImages,
  seconds: () => number,
  signal: AbortSignal,
): Promise<Times> {
  const jobId = await startSession(client, pictures.photo, { signal });
  const started = seconds();
  const waiting = await untilMaskWanted(client, jobId, { ...polling, signal });
  const embedded = seconds();
  await submitMask(client, waiting, pictures.mask, { quality: 'low' }, { signal });
  const { stage_times: stages } = await untilModel(client, waiting, { ...polling, signal });
  return { started, embedded, ended: seconds(), stages };
}
