import { logUnexpected } from '../../emulators/http/aws-error.ts';

/** The clock may jump and the computer may sleep, so a far deadline is checked every minute. */
const maxDelayMs = 60_000;

/**
 * One timer for the earliest of many deadlines. It runs `onDue` at or after it, which returns the next
 * deadline.
 */
export class DeadlineTimer {
  readonly #onDue: () => Promise<number | undefined>;
  readonly #now: () => number;
  #timer: NodeJS.Timeout | undefined;
  #at = Number.POSITIVE_INFINITY;
  #running: Promise<void> | undefined;
  #rerun = false;
  #closed = false;

  /** @param onDue handles what is due and returns the next deadline, in epoch milliseconds */
  constructor(now: () => number, onDue: () => Promise<number | undefined>) {
    this.#now = now;
    this.#onDue = onDue;
  }

  /** Fires no later than `at`, epoch milliseconds. */
  set(at: number): void {
    if (this.#closed || at >= this.#at) return;
    this.#at = at;
    this.#arm();
  }

  #arm(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#fire(), Math.min(Math.max(this.#at - this.#now(), 0), maxDelayMs));
  }

  /** Resolves when a running `onDue` has ended. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  #fire(): void {
    if (this.#now() < this.#at) {
      this.#arm();
      return;
    }
    this.#at = Number.POSITIVE_INFINITY;
    this.#rerun = this.#running !== undefined;
    if (this.#rerun) return;
    this.#running = this.#runOnce().finally(() => {
      this.#running = undefined;
      if (this.#rerun) this.set(this.#now());
    });
  }

  async #runOnce(): Promise<void> {
    try {
      const next = await this.#onDue();
      if (next !== undefined) this.set(next);
    } catch (error) {
      logUnexpected('states', error);
      this.set(this.#now() + 1_000);
    }
  }
}
