import { logUnexpected } from '../../services/aws-error.ts';
import { StatusChangeEvent } from '../status-change.ts';
import type { OutboxRow } from '../store/outbox.ts';
import type { Store } from '../store/store.ts';
import { Alarm } from './alarm.ts';

/** Takes one event; resolving means that it is delivered for good. */
export type OnStatusChange = (event: StatusChangeEvent) => Promise<void>;

const batch = 32;
const longestWaitMs = 60_000;

/** Delivers the outbox at least once, those that fail again and again with growing waits. */
export class OutboxPublisher {
  readonly #store: Store;
  readonly #deliver: OnStatusChange;
  readonly #now: () => number;
  readonly #alarm: Alarm;
  #open = false;

  constructor(store: Store, deliver: OnStatusChange, now: () => number) {
    this.#store = store;
    this.#deliver = deliver;
    this.#now = now;
    this.#alarm = new Alarm(now, () => this.#publish());
  }

  /** Adds an event within a commit. */
  add(event: StatusChangeEvent): void {
    this.#store.outbox.add(JSON.stringify(event), this.#now());
  }

  /** Starts delivering; until then events only gather. */
  open(): void {
    this.#open = true;
    this.wake();
  }

  /** Says that there is something new. */
  wake(): void {
    if (this.#open) this.#alarm.set(this.#now());
  }

  close(): Promise<void> {
    return this.#alarm.close();
  }

  async #publish(): Promise<number | undefined> {
    const rows = this.#store.outbox.due(this.#now(), batch);
    await Promise.all(rows.map((row) => this.#one(row)));
    return this.#store.outbox.nextDue();
  }

  async #one(row: OutboxRow): Promise<void> {
    const delivered = await this.#try(row);
    await this.#store.commit(() => {
      if (delivered) this.#store.outbox.delete(row.id);
      else this.#store.outbox.postpone(row.id, this.#now() + wait(row.attempts));
    });
  }

  async #try(row: OutboxRow): Promise<boolean> {
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
  return Math.min(1_000 * 2 ** attempts, longestWaitMs);
}
