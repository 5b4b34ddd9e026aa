import type { Random } from '../random.ts';

/** Milliseconds: some threads have not started their work by then, some have finished it. */
const maxDelay = 1_500;

/**
 * Kills single worker threads of functions and model, some time after each is ready.
 * @param probability that a thread is killed
 */
export function killThreads(
  random: Random,
  probability: number,
  log: (call: string, fault: string) => void,
): void {
  process.on('worker', (thread) => {
    if (!random.chance(probability)) return;
    const after = random.between(0, maxDelay);
    // The first message of a pool's thread says that it is ready.
    thread.once('message', () => {
      setTimeout(() => {
        log(killedThread.call, killedThread.fault);
        thread.terminate();
      }, after).unref();
    });
  });
}

/** The log entry of a killed thread. */
export const killedThread = { call: 'thread', fault: 'killed' } as const;
