import type { TaskCall } from '#state-machines/asl/types.ts';
import { logUnexpected } from '../../emulators/http/aws-error.ts';
import type { TaskAnswer, TaskCaller } from '../integrations/task-caller.ts';

/** Receives the results of task calls. */
export interface TaskCallOwner {
  /** False once nothing waits for this execution's calls. */
  wanted(executionArn: string): boolean;
  /** Stores the result; rejects when it could not be stored. */
  answered(executionArn: string, call: TaskCall, answer: TaskAnswer): Promise<void>;
}

interface Queued {
  readonly executionArn: string;
  readonly call: TaskCall;
}

const storeRetryMs = 1_000;

/**
 * Makes task calls with limited concurrency. Each call runs only once at a time, however often it is added.
 */
export class TaskCalls {
  readonly #caller: TaskCaller;
  readonly #concurrency: number;
  readonly #owner: TaskCallOwner;
  readonly #closing = new AbortController();
  readonly #known = new Set<string>();
  #queue: Queued[] = [];
  #head = 0;
  #running = 0;
  #drained: (() => void)[] = [];

  constructor(caller: TaskCaller, concurrency: number, owner: TaskCallOwner) {
    this.#caller = caller;
    this.#concurrency = concurrency;
    this.#owner = owner;
  }

  add(executionArn: string, calls: Iterable<TaskCall>): void {
    for (const call of calls) {
      const identity = identityOf(executionArn, call);
      if (this.#known.has(identity)) continue;
      this.#known.add(identity);
      this.#queue.push({ executionArn, call });
    }
    this.#next();
  }

  /** Resolves when fewer calls wait than run at a time, or when the calls are closed. */
  async hasRoom(): Promise<void> {
    while (this.#waiting >= this.#concurrency && !this.#closing.signal.aborted)
      await new Promise<void>((resolve) => this.#drained.push(resolve));
  }

  /** Aborts running calls and drops their results; the next start repeats them. */
  close(): void {
    this.#closing.abort();
    this.#queue = [];
    this.#head = 0;
    this.#notifyRoom();
  }

  get #waiting(): number {
    return this.#queue.length - this.#head;
  }

  #next(): void {
    while (this.#running < this.#concurrency && !this.#closing.signal.aborted) {
      const queued = this.#shift();
      if (queued === undefined) break;
      this.#running += 1;
      void this.#run(queued).finally(() => {
        this.#running -= 1;
        this.#known.delete(identityOf(queued.executionArn, queued.call));
        this.#next();
      });
    }
    if (this.#waiting < this.#concurrency) this.#notifyRoom();
  }

  #shift(): Queued | undefined {
    const queued = this.#queue[this.#head];
    if (queued === undefined) return undefined;
    this.#head += 1;
    if (this.#head > 1_024 && this.#head * 2 > this.#queue.length) {
      this.#queue = this.#queue.slice(this.#head);
      this.#head = 0;
    }
    return queued;
  }

  async #run({ executionArn, call }: Queued): Promise<void> {
    try {
      if (!this.#owner.wanted(executionArn)) return;
      const answer = await this.#caller(call, this.#closing.signal);
      await this.#store(executionArn, call, answer);
    } catch (error) {
      if (!this.#closing.signal.aborted) logUnexpected('states', error);
    }
  }

  /** A result is kept even while the disk is full, because it may have cost minutes of GPU time. */
  async #store(executionArn: string, call: TaskCall, answer: TaskAnswer): Promise<void> {
    while (!this.#closing.signal.aborted) {
      try {
        return await this.#owner.answered(executionArn, call, answer);
      } catch (error) {
        logUnexpected('states', error);
        await new Promise((resolve) => setTimeout(resolve, storeRetryMs).unref());
      }
    }
  }

  #notifyRoom(): void {
    const waiting = this.#drained;
    this.#drained = [];
    for (const resolve of waiting) resolve();
  }
}

function identityOf(executionArn: string, call: TaskCall): string {
  return `${executionArn}#${call.scheduledEventId}`;
}
