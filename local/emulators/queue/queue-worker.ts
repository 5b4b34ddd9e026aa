import { logUnexpected } from '../http/aws-error.ts';
import type { Message, Queue } from './queue.ts';

/** What happened to a message. */
export type Outcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'retry'; readonly delayMs: number }
  | { readonly kind: 'dead'; readonly reason: string };

export interface WorkerOptions {
  readonly queue: Queue;
  readonly name: string;
  /** Messages handled at a time. */
  readonly concurrency: number;
  /**
   * Handles one message. `signal` aborts when the service stops; the message then waits for the next start. A
   * rejection is unexpected: the message is retried with growing pauses.
   */
  readonly handle: (message: Message, signal: AbortSignal) => Promise<Outcome>;
}

const maxPauseMs = 60_000;
/** Timers cannot be longer than 2³¹ ms. */
const maxTimerMs = 2_000_000_000;

/** Handles messages in order, up to `concurrency` at a time, until it is closed. */
export class QueueWorker {
  readonly #options: WorkerOptions;
  readonly #stop = new AbortController();
  readonly #running = new Set<Promise<void>>();
  readonly #unlisten: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: WorkerOptions) {
    this.#options = options;
    this.#unlisten = options.queue.onPut((name) => {
      if (name === options.name) setImmediate(() => this.#fill());
    });
    setImmediate(() => this.#fill());
  }

  /** Takes no more messages, aborts the running ones and waits for them to end. */
  async close(): Promise<void> {
    this.#unlisten();
    clearTimeout(this.#timer);
    this.#stop.abort();
    await Promise.all(this.#running);
  }

  #fill(): void {
    const { queue, name, concurrency } = this.#options;
    while (!this.#stop.signal.aborted && this.#running.size < concurrency) {
      const message = queue.lease(name);
      if (message === undefined) {
        this.#wait();
        return;
      }
      const work = this.#work(message).finally(() => {
        this.#running.delete(work);
        this.#fill();
      });
      this.#running.add(work);
    }
  }

  #wait(): void {
    clearTimeout(this.#timer);
    const due = this.#options.queue.nextDue(this.#options.name);
    if (due === undefined) return;
    const delay = Math.min(Math.max(0, due - Date.now()), maxTimerMs);
    this.#timer = setTimeout(() => this.#fill(), delay);
  }

  async #work(message: Message): Promise<void> {
    const { queue, handle } = this.#options;
    try {
      settle(queue, message, await handle(message, this.#stop.signal));
    } catch (error) {
      if (this.#stop.signal.aborted) {
        queue.release(message.id);
        return;
      }
      logUnexpected(this.#options.name, error);
      queue.retry(message.id, Date.now() + Math.min(1000 * 2 ** message.attempts, maxPauseMs));
    }
  }
}

function settle(queue: Queue, { id }: Message, outcome: Outcome): void {
  switch (outcome.kind) {
    case 'done':
      queue.done(id);
      break;
    case 'retry':
      queue.retry(id, Date.now() + outcome.delayMs);
      break;
    case 'dead':
      queue.deadLetter(id, outcome.reason);
      break;
  }
}
