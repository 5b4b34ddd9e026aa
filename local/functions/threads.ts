import type { Tinypool } from 'tinypool';

/** A thread ended in the middle of its work, as a killed process does: without a word. */
export class ThreadEnded extends Error {
  constructor() {
    super('The thread was ended.');
    this.name = 'ThreadEnded';
  }
}

const watched = new WeakSet<object>();

/**
 * Lets the caller of a thread that just ends know of it (`ThreadEnded`): a pool hears of errors only, and would
 * leave it waiting. To be called after each `run`, which may have begun another thread.
 */
export function watchThreads(pool: Tinypool): void {
  for (const thread of pool.threads) {
    if (watched.has(thread)) continue;
    watched.add(thread);
    // One that the pool itself has ended is in it no more.
    thread.once('exit', () => {
      if (pool.threads.includes(thread)) thread.emit('error', new ThreadEnded());
    });
  }
}
