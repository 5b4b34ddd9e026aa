import { Worker } from 'node:worker_threads';
import type { Embedding } from '../embedding/embedding.ts';
import { type ErrorAnswer, logFailure, ModelError } from '../errors.ts';
import type { Reconstruction, ReconstructionInput } from '../reconstruction/reconstruction.ts';
import type { Computation } from './worker.ts';

/** Computes in threads, one a job, so that the server answers pings meanwhile. */
export interface Threads extends AsyncDisposable {
  /** @throws ModelError what `embed` throws; ModelFailed; WorkerDied */
  embed(photo: Uint8Array, maxPixels: number): Promise<Embedding>;
  /** @throws ModelError what `reconstruct` throws; ModelFailed; WorkerDied */
  reconstruct(input: ReconstructionInput): Promise<Reconstruction>;
}

/** Disposing ends the threads that still compute. */
export function openThreads(): Threads {
  const running = new Set<Worker>();
  async function run<T>(computation: Computation): Promise<T> {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: computation });
    running.add(worker);
    try {
      const answer = await answerOf<T>(worker);
      if ('error' in answer) throw new ModelError(answer.error.code, answer.error.message);
      return answer.result;
    } finally {
      running.delete(worker);
    }
  }
  return {
    embed: (photo, maxPixels) => run({ name: 'embed', photo, maxPixels }),
    reconstruct: (input) => run({ name: 'reconstruct', input }),
    [Symbol.asyncDispose]: async () => {
      await Promise.all([...running].map((worker) => worker.terminate()));
    },
  };
}

function answerOf<T>(worker: Worker): Promise<{ readonly result: T } | ErrorAnswer> {
  return new Promise((resolve, reject) => {
    const died = () => reject(new ModelError('WorkerDied', "The preview model's thread died. Try again."));
    worker.once('message', resolve);
    worker.once('error', (error) => {
      logFailure(error);
      died();
    });
    worker.once('exit', died);
  });
}
