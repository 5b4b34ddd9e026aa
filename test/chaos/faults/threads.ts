import type { Random } from '../random.ts';

/** Milliseconds: some have not begun to work, some have done it already. */
const longest = 1_500;

/**
 * Ends threads of functions and model, each by itself and without a word, some time after it was ready.
 * @param probability of one thread
 */
export function killThreads(
  random: Random,
  probability: number,
  log: (call: string, trouble: string) => void,
): void {
  process.on('worker', (thread) => {
    if (!random.chance(probability)) return;
    const after = random.between(0, longest);
    // What a pool's thread says first is that it is ready.
    thread.once('message', () => {
      setTimeout(() => {
        log(killedThread.call, killedThread.trouble);
        thread.terminate();
      }, after).unref();
    });
  });
}

/** How the log names it. */
export const killedThread = { call: 'thread', trouble: 'killed' } as const;
