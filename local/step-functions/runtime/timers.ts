import { logUnexpected } from '../../services/aws-error.ts';
import type { ExecutionRow } from '../store/executions.ts';
import type { Store } from '../store/store.ts';
import { Alarm } from './alarm.ts';

const dueAtOnce = 256;
const postponedMs = 60_000;

/** Lets time pass for executions: their next times are rows in an index, and one alarm rings for the first. */
export class Timers {
  readonly #store: Store;
  readonly #now: () => number;
  readonly #pass: (arn: string) => Promise<ExecutionRow>;
  readonly #alarm: Alarm;

  /** @param pass hands the time to an execution and answers its row after that */
  constructor(store: Store, now: () => number, pass: (arn: string) => Promise<ExecutionRow>) {
    this.#store = store;
    this.#now = now;
    this.#pass = pass;
    this.#alarm = new Alarm(now, () => this.#ring());
  }

  /** Rings no later than `at`, epoch milliseconds. */
  set(at: number): void {
    this.#alarm.set(at);
  }

  close(): Promise<void> {
    return this.#alarm.close();
  }

  async #ring(): Promise<number | undefined> {
    const now = this.#now();
    const arns = this.#store.executions.due(now, dueAtOnce);
    await Promise.all(arns.map((arn) => this.#timeIsUp(arn, now)));
    return this.#store.executions.nextDue();
  }

  /** An execution that cannot be handled must not keep the others from it: it waits a minute. */
  async #timeIsUp(arn: string, now: number): Promise<void> {
    try {
      const { next_timer } = await this.#pass(arn);
      if (next_timer === null || next_timer > now) return;
    } catch (error) {
      logUnexpected('states', error);
    }
    const until = now + postponedMs;
    await this.#store.commit(() => this.#store.executions.postpone(arn, until));
  }
}
