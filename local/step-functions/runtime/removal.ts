import { logUnexpected } from '../../services/aws-error.ts';
import type { ExecutionRow } from '../store/executions.ts';
import type { MachineRow } from '../store/machines.ts';
import type { Store } from '../store/store.ts';
import { Alarm } from './alarm.ts';
import type { Engine } from './engine.ts';

const batch = 256;
const dayMs = 24 * 3_600_000;
const keptMs = 90 * dayMs;

/** Takes away closed executions after 90 days, and deleted state machines with all their executions. */
export class Removal {
  readonly #store: Store;
  readonly #engine: Engine;
  readonly #now: () => number;
  readonly #daily: Alarm;
  #running: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(store: Store, engine: Engine, now: () => number) {
    this.#store = store;
    this.#engine = engine;
    this.#now = now;
    this.#daily = new Alarm(now, () => this.#sweep());
  }

  /** Goes on with deletions that the last run did not finish, and sweeps once a day. */
  resume(): void {
    this.#daily.set(this.#now());
    for (const machine of this.#store.machines.page(0, Number.MAX_SAFE_INTEGER))
      if (machine.deleting === 1) this.#inBackground(machine);
  }

  /** Marks the machine; its executions are aborted and removed, then it goes itself. */
  async delete(machine: MachineRow): Promise<void> {
    if (machine.deleting === 1) return;
    await this.#store.commit(() => this.#store.machines.markDeleting(machine.id));
    this.#inBackground(machine);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([this.#daily.close(), this.#running]);
  }

  #inBackground(machine: MachineRow): void {
    const work = () => this.#remove(machine).catch((error: unknown) => logUnexpected('states', error));
    this.#running = this.#running.then(work);
  }

  async #remove(machine: MachineRow): Promise<void> {
    const filter = {
      machine: machine.id,
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
    if (!this.#closed) await this.#store.commit(() => this.#store.machines.delete(machine.id));
  }

  async #sweep(): Promise<number> {
    while (!this.#closed) {
      const old = this.#store.executions.closedBefore(this.#now() - keptMs, batch);
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
