import { join } from 'node:path';
import { storeAll } from './events.ts';
import { startRecordingHome } from './recording-home.ts';
import { Session } from './session.ts';
import { failing } from './steps.ts';

/** The shortest time that SageMaker keeps a request, and an endpoint that does one at a time. */
const settings = { times: { embeddingTtl: 60 }, inference: { concurrentInvocations: 1 } };
/** Milliseconds that the first job keeps the endpoint busy. */
const busy = 75_000;

/** Stores what SageMaker says of a request that has waited too long. */
export async function storeExpired(folder: string): Promise<void> {
  await using here = await startRecordingHome(settings);
  const first = new Session(here, { model: [{ kind: 'slow', ms: busy }] });
  await first.start();
  await first.untilSpent('model');
  const second = new Session(here, {});
  await failing(second);
  await storeAll(join(folder, 'sns'), new Map([['expired', here.tap.notificationsOf(second.jobId)]]));
}
