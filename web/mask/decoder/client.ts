import { type Endpoint, wrap } from 'comlink';
import type { Candidate, Embeddings, Mask, Prompts, Size } from '#client/mask/index.ts';
import type { Drawing } from '../model/drawing.ts';
import type { Engine, FinishedMask } from './engine.ts';

/** The worker failed to start, stopped, or was closed. */
export class MaskWorkerError extends Error {
  override readonly name = 'MaskWorkerError';
}

/** The mask decoder in its worker. Calls reject with the engine's errors, or with MaskWorkerError. */
export interface MaskWorker {
  load(embeddings: Embeddings): Promise<void>;
  /** Answers the newest prompts. Prompts that newer ones overtook while waiting resolve to undefined. */
  decode(prompts: Prompts, size: Size): Promise<readonly Candidate[] | undefined>;
  finish(drawing: Drawing, photo: Size, start?: Mask): Promise<FinishedMask>;
  dispose(): void;
}

export function connect(worker: Endpoint & { terminate(): void }): MaskWorker {
  const engine = wrap<Engine>(worker);
  let stop: (message: string) => void = () => {};
  const stopped = new Promise<never>((_, reject) => {
    stop = (message) => reject(new MaskWorkerError(message));
  });
  // Nobody waits for it between two calls.
  stopped.catch(() => {});
  worker.addEventListener('error', () => stop('The editor stopped working. Reload the page.'));
  const untilStopped = <Result>(call: Promise<Result>) => Promise.race([stopped, call]);
  let running: Promise<unknown> | undefined;
  let newest = 0;
  return {
    load: (embeddings) => untilStopped(engine.load(embeddings)),
    finish: (drawing, photo, start) => untilStopped(engine.finish(drawing, photo, start)),
    decode: async (prompts, size) => {
      newest += 1;
      const mine = newest;
      while (running) await running;
      if (mine !== newest) return undefined;
      const decoding = untilStopped(engine.decode(prompts, size));
      running = Promise.allSettled([decoding]);
      try {
        return await decoding;
      } finally {
        running = undefined;
      }
    },
    dispose: () => {
      worker.terminate();
      stop('The mask editor was closed.');
    },
  };
}
