import { logUnexpected } from '../../emulators/http/aws-error.ts';
import type { ExecutionRow } from '../store/executions.ts';
import type { StateMachineRow } from '../store/state-machines.ts';
import type { Store } from '../store/store.ts';
import { DeadlineTimer } from './deadline-timer.ts';
import type { Engine } from './engine.ts';

const batch = 256;
const dayMs = 24 * 3_600_000;
const retentionMs = 90 * dayMs;

/** Purges closed executions after 90 days, and deleted state machines with all their executions. */
export class Purger {
  readonly #store: Store;
  readonly #engine: Engine;
  readonly #now: () => number;
  readonly #daily: DeadlineTimer;
  #running: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(store: Store, engine: Engine, now: () => number) {
    this.#store = store;
    this.#engine = engine;
    this.#now = now;
    this.#daily = new DeadlineTimer(now, () => this.#purgeOld());
  }

  /** Continues deletions that the last run did not finish, and purges once a day. */
  resume(): void {
    this.#daily.set(this.#now());
    for (const stateMachine of this.#store.stateMachines.page(0, Number.MAX_SAFE_INTEGER))
      if (stateMachine.deleting === 1) this.#inBackground(stateMachine);
  }

  /** Marks the state machine, aborts and removes its executions, and then removes the state machine. */
  async delete(stateMachine: StateMachineRow): Promise<void> {
    if (stateMachine.deleting === 1) return;
    await this.#store.commit(() => this.#store.stateMachines.markDeleting(stateMachine.id));
    this.#inBackground(stateMachine);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([this.#daily.close(), this.#running]);
  }

  #inBackground(stateMachine: StateMachineRow): void {
    const work = () => this.#remove(stateMachine).catch((error: unknown) => logUnexpected('states', error));
    this.#running = this.#running.then(work);
  }

  async #remove(stateMachine: StateMachineRow): Promise<void> {
    const filter = {
      machine: stateMachine.id,
      redriven: undefined,
      before: Number.MAX_SAFE_INTEGER,
      limit: batch,
    };
    while (!this.#closed) {
      const running = this.#store.executions.list({ ...filter, status: 'RUNNING' });
      if (running.length === 0) break;
      const stop = { kind: 'stop', error: undefined, cause: undefined } as const;
      await Promise.all(running.map(({ arn }) => this.#engine.send(arn, stop)));
    }
    while (!this.#closed) {
      const closed = this.#store.executions.list({ ...filter, status: undefined });
      if (closed.length === 0) break;
      await this.#drop(closed);
    }
    if (!this.#closed) await this.#store.commit(() => this.#store.stateMachines.delete(stateMachine.id));
  }

  async #purgeOld(): Promise<number> {
    while (!this.#closed) {
      const old = this.#store.executions.closedBefore(this.#now() - retentionMs, batch);
      if (old.length === 0) break;
      await this.#drop(old);
    }
    return this.#now() + dayMs;
  }

  #drop(rows: readonly ExecutionRow[]): Promise<void> {
    return this.#store.commit(() => {
      for (const { id } of rows) {
        this.#store.history.delete(id);
        this.#store.executions.delete(id);
      }
    });
  }
}
