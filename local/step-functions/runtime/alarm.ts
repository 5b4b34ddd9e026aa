import { logUnexpected } from '../../services/aws-error.ts';

/** A clock may jump, and a machine may sleep: however far away a time is, the alarm looks again each minute. */
const longestMs = 60_000;

/** One timer for the earliest of many times. Rings at or after it; `ring` says when to ring next. */
export class Alarm {
  readonly #ring: () => Promise<number | undefined>;
  readonly #now: () => number;
  #timer: NodeJS.Timeout | undefined;
  #at = Number.POSITIVE_INFINITY;
  #ringing: Promise<void> | undefined;
  #again = false;
  #closed = false;

  /** @param ring does what is due and answers the next time, in epoch milliseconds */
  constructor(now: () => number, ring: () => Promise<number | undefined>) {
    this.#now = now;
    this.#ring = ring;
  }

  /** Rings no later than `at`, epoch milliseconds. */
  set(at: number): void {
    if (this.#closed || at >= this.#at) return;
    this.#at = at;
    this.#arm();
  }

  #arm(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#fire(), Math.min(Math.max(this.#at - this.#now(), 0), longestMs));
  }

  /** Resolves when what is going on has ended. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#ringing;
  }

  #fire(): void {
    if (this.#now() < this.#at) {
      this.#arm();
      return;
    }
    this.#at = Number.POSITIVE_INFINITY;
    this.#again = this.#ringing !== undefined;
    if (this.#again) return;
    this.#ringing = this.#ringOnce().finally(() => {
      this.#ringing = undefined;
      if (this.#again) this.set(this.#now());
    });
  }

  async #ringOnce(): Promise<void> {
    try {
      const next = await this.#ring();
      if (next !== undefined) this.set(next);
    } catch (error) {
      logUnexpected('states', error);
      this.set(this.#now() + 1_000);
    }
  }
}
