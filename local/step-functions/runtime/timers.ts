import { logUnexpected } from '../../emulators/http/aws-error.ts';
import type { ExecutionRow } from '../store/executions.ts';
import type { Store } from '../store/store.ts';
import { DeadlineTimer } from './deadline-timer.ts';

const batch = 256;
const postponeMs = 60_000;

/**
 * Advances executions over time: their next timers are rows in an index, and one timer waits for the first.
 */
export class Timers {
  readonly #store: Store;
  readonly #now: () => number;
  readonly #advance: (arn: string) => Promise<ExecutionRow>;
  readonly #timer: DeadlineTimer;

  /** @param advance applies the current time to an execution and returns its new row */
  constructor(store: Store, now: () => number, advance: (arn: string) => Promise<ExecutionRow>) {
    this.#store = store;
    this.#now = now;
    this.#advance = advance;
    this.#timer = new DeadlineTimer(now, () => this.#advanceDue());
  }

  /** Fires no later than `at`, epoch milliseconds. */
  set(at: number): void {
    this.#timer.set(at);
  }

  close(): Promise<void> {
    return this.#timer.close();
  }

  async #advanceDue(): Promise<number | undefined> {
    const now = this.#now();
    const arns = this.#store.executions.due(now, batch);
    await Promise.all(arns.map((arn) => this.#advanceOne(arn, now)));
    return this.#store.executions.nextDue();
  }

  /** An execution that fails here is postponed by a minute, so that it does not block the others. */
  async #advanceOne(arn: string, now: number): Promise<void> {
    try {
      const { next_timer } = await this.#advance(arn);
      if (next_timer === null || next_timer > now) return;
    } catch (error) {
      logUnexpected('states', error);
    }
    const until = now + postponeMs;
    await this.#store.commit(() => this.#store.executions.postpone(arn, until));
  }
}
