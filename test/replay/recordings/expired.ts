import { join } from 'node:path';
import { storeAll } from './events.ts';
import { startRecordingEnvironment } from './recording-environment.ts';
import { Session } from './session.ts';
import { failing } from './steps.ts';

/** SageMaker's shortest request TTL, and an endpoint that runs one request at a time. */
const settings = { times: { embeddingTtl: 60 }, inference: { concurrentInvocations: 1 } };
/** Milliseconds that the first job takes. */
const busy = 75_000;

/** Stores SageMaker's notification of an expired request. */
export async function storeExpired(folder: string): Promise<void> {
  await using here = await startRecordingEnvironment(settings);
  const first = new Session(here, { model: [{ kind: 'slow', ms: busy }] });
  await first.start();
  await first.untilSpent('model');
  const second = new Session(here, {});
  await failing(second);
  await storeAll(join(folder, 'sns'), new Map([['expired', here.tap.notificationsOf(second.jobId)]]));
}
