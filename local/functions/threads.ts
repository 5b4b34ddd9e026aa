import type { Tinypool } from 'tinypool';

/** A worker thread ended during a call, as a killed process does. */
export class ThreadEnded extends Error {
  constructor() {
    super('The thread ended.');
    this.name = 'ThreadEnded';
  }
}

const watched = new WeakSet<object>();

/**
 * Fails the call of a thread that exits (`ThreadEnded`). Tinypool handles errors only, so the caller would wait
 * without end. Call this after each `run`, which may start another thread.
 */
export function watchThreads(pool: Tinypool): void {
  for (const thread of pool.threads) {
    if (watched.has(thread)) continue;
    watched.add(thread);
    // Threads that the pool ends itself have left its list.
    thread.once('exit', () => {
      if (pool.threads.includes(thread)) thread.emit('error', new ThreadEnded());
    });
  }
}
