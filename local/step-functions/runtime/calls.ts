import type { TaskCall } from '#state-machines/asl/types.ts';
import { logUnexpected } from '../../services/aws-error.ts';
import type { TaskAnswer, TaskCaller } from '../tasks/task-caller.ts';

/** Whose calls they are, and where their answers go. */
export interface CallOwner {
  /** False once nobody waits for this execution's calls any more. */
  wanted(executionArn: string): boolean;
  /** Stores the answer; rejects when it could not be stored. */
  answered(executionArn: string, call: TaskCall, answer: TaskAnswer): Promise<void>;
}

interface Queued {
  readonly executionArn: string;
  readonly call: TaskCall;
}

const storeAgainAfterMs = 1_000;

/** Makes task calls, so many at a time. Each call is in flight once, however often it is handed in. */
export class Calls {
  readonly #caller: TaskCaller;
  readonly #concurrency: number;
  readonly #owner: CallOwner;
  readonly #closing = new AbortController();
  readonly #known = new Set<string>();
  #queue: Queued[] = [];
  #head = 0;
  #running = 0;
  #drained: (() => void)[] = [];

  constructor(caller: TaskCaller, concurrency: number, owner: CallOwner) {
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

  /** Ends what is running; its answers are dropped and it is called again after the next start. */
  close(): void {
    this.#closing.abort();
    this.#queue = [];
    this.#head = 0;
    this.#tellRoom();
  }

  get #waiting(): number {
    return this.#queue.length - this.#head;
  }

  #next(): void {
    while (this.#running < this.#concurrency && !this.#closing.signal.aborted) {
      const queued = this.#shift();
      if (queued === undefined) break;
      this.#running += 1;
      void this.#make(queued).finally(() => {
        this.#running -= 1;
        this.#known.delete(identityOf(queued.executionArn, queued.call));
        this.#next();
      });
    }
    if (this.#waiting < this.#concurrency) this.#tellRoom();
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

  async #make({ executionArn, call }: Queued): Promise<void> {
    try {
      if (!this.#owner.wanted(executionArn)) return;
      const answer = await this.#caller(call, this.#closing.signal);
      await this.#store(executionArn, call, answer);
    } catch (error) {
      if (!this.#closing.signal.aborted) logUnexpected('states', error);
    }
  }

  /** An answer is worth keeping even while the disk is full: it may have cost GPU minutes. */
  async #store(executionArn: string, call: TaskCall, answer: TaskAnswer): Promise<void> {
    while (!this.#closing.signal.aborted) {
      try {
        return await this.#owner.answered(executionArn, call, answer);
      } catch (error) {
        logUnexpected('states', error);
        await new Promise((resolve) => setTimeout(resolve, storeAgainAfterMs).unref());
      }
    }
  }

  #tellRoom(): void {
    const waiting = this.#drained;
    this.#drained = [];
    for (const resolve of waiting) resolve();
  }
}

function identityOf(executionArn: string, call: TaskCall): string {
  return `${executionArn}#${call.scheduledEventId}`;
}
