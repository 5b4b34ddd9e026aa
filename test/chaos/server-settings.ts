import { join } from 'node:path';
import { freePortRange } from '#local/testing/free-port-range.ts';
import type { ServerOptions } from '#local/testing/server-process/options.ts';
import type { ChaosOptions } from './options.ts';
import { maskRefusals } from './run-session.ts';

/** Seconds. A lost notification costs the sum of them, so they are short where notifications may be lost. */
const patientTimes = { embeddingTtl: 3_600, reconstructionTtl: 3_600, answerMargin: 300 };
const shortTimes = { embeddingTtl: 60, reconstructionTtl: 60, answerMargin: 5 };

/** The options of a run's server, the same for every start. */
export async function serverOptions(folder: string, options: ChaosOptions): Promise<ServerOptions> {
  const { seed, probability, lose } = options;
  return {
    folder: join(folder, 'state'),
    log: join(folder, 'faults.jsonl'),
    settings: {
      times: {
        ...(lose ? shortTimes : patientTimes),
        // A task outlives many restarts. With the usual times most would time out on a busy computer.
        task: 900,
        preparePhoto: 900,
        prepareMask: 900,
        embeddingInvocation: 30,
        reconstructionInvocation: 30,
        maskRefusals,
        inferenceRetryInterval: 1,
      },
      inference: { concurrentInvocations: 2, worstJob: 15 },
    },
    ...(options.faults && {
      faults: { seed, port: await freePortRange(), probability, loseNotifications: lose },
    }),
  };
}
