import { logUnexpected } from '../../emulators/http/aws-error.ts';
import { StatusChangeEvent } from '../status-change.ts';
import type { OutboxRow } from '../store/outbox.ts';
import type { Store } from '../store/store.ts';
import { DeadlineTimer } from './deadline-timer.ts';

/** Receives one event; resolving means that it is delivered. */
export type OnStatusChange = (event: StatusChangeEvent) => Promise<void>;

const batch = 32;
const maxDelayMs = 60_000;

/** Delivers the outbox at least once. Failed deliveries are retried with growing pauses. */
export class OutboxPublisher {
  readonly #store: Store;
  readonly #deliver: OnStatusChange;
  readonly #now: () => number;
  readonly #timer: DeadlineTimer;
  #open = false;

  constructor(store: Store, deliver: OnStatusChange, now: () => number) {
    this.#store = store;
    this.#deliver = deliver;
    this.#now = now;
    this.#timer = new DeadlineTimer(now, () => this.#publish());
  }

  /** Adds an event; called inside a commit. */
  add(event: StatusChangeEvent): void {
    this.#store.outbox.add(JSON.stringify(event), this.#now());
  }

  /** Starts delivering. Before that, events are only stored. */
  open(): void {
    this.#open = true;
    this.wake();
  }

  /** Signals a new event. */
  wake(): void {
    if (this.#open) this.#timer.set(this.#now());
  }

  close(): Promise<void> {
    return this.#timer.close();
  }

  async #publish(): Promise<number | undefined> {
    const rows = this.#store.outbox.due(this.#now(), batch);
    await Promise.all(rows.map((row) => this.#publishOne(row)));
    return this.#store.outbox.nextDue();
  }

  async #publishOne(row: OutboxRow): Promise<void> {
    const delivered = await this.#deliverEvent(row);
    await this.#store.commit(() => {
      if (delivered) this.#store.outbox.delete(row.id);
      else this.#store.outbox.postpone(row.id, this.#now() + wait(row.attempts));
    });
  }

  async #deliverEvent(row: OutboxRow): Promise<boolean> {
    try {
      await this.#deliver(StatusChangeEvent.parse(JSON.parse(row.event)));
      return true;
    } catch (error) {
      logUnexpected('states', error);
      return false;
    }
  }
}

function wait(attempts: number): number {
  return Math.min(1_000 * 2 ** attempts, maxDelayMs);
}
