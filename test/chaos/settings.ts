import { join } from 'node:path';
import type { ChildOptions } from './child-options.ts';
import { freeRow } from './free-row.ts';
import type { ChaosOptions } from './options.ts';
import { maskRefusals } from './player.ts';

/** Seconds. A lost notification costs the sum of them, so that they are short where it may get lost. */
const patientTimes = { embeddingTtl: 3_600, reconstructionTtl: 3_600, answerMargin: 300 };
const shortTimes = { embeddingTtl: 60, reconstructionTtl: 60, answerMargin: 5 };

/** How the home of a run is started, each time the same. */
export async function childOptions(folder: string, options: ChaosOptions): Promise<ChildOptions> {
  const { seed, probability, lose } = options;
  return {
    folder: join(folder, 'home'),
    log: join(folder, 'faults.jsonl'),
    settings: {
      times: {
        ...(lose ? shortTimes : patientTimes),
        // Tasks outlive many lives of the home, also on a busy machine; with the usual 30 s most would time out.
        task: 900,
        embeddingInvocation: 30,
        reconstructionInvocation: 30,
        maskRefusals,
        inferenceRetryInterval: 1,
      },
      inference: { concurrentInvocations: 2, worstJob: 15 },
    },
    ...(options.faults && {
      faults: { seed, port: await freeRow(), probability, loseNotifications: lose },
    }),
  };
}
