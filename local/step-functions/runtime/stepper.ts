import type { Advance, HistoryEvent, Stimulus, TaskCall } from '#state-machines/asl/types.ts';
import { statusChanges } from '../status-change.ts';
import type { ExecutionRow } from '../store/executions.ts';
import type { Store } from '../store/store.ts';
import type { Folded } from './folded-executions.ts';
import type { Loader } from './loader.ts';
import type { OutboxPublisher } from './outbox-publisher.ts';

/** What a stimulus did: nothing, when there are no events and it was no heartbeat. */
export interface Step {
  readonly row: ExecutionRow;
  readonly events: readonly HistoryEvent[];
  /** To be called now that the events are stored. */
  readonly calls: readonly TaskCall[];
}

/** Turns one stimulus into events and stores them, with everything that follows from them, in one change. */
export class Stepper {
  readonly #store: Store;
  readonly #loader: Loader;
  readonly #outbox: OutboxPublisher | undefined;
  readonly #accountId: string;

  constructor(store: Store, loader: Loader, outbox: OutboxPublisher | undefined, accountId: string) {
    this.#store = store;
    this.#loader = loader;
    this.#outbox = outbox;
    this.#accountId = accountId;
  }

  /**
   * Memory runs ahead of the disk here; when storing fails, the execution is folded from the disk again.
   * @param now epoch milliseconds
   */
  async step(folded: Folded, stimulus: Stimulus, now: number): Promise<Step> {
    try {
      const advance = folded.machine.advance(folded.execution, stimulus, now);
      const row = rowAfter(folded, advance, stimulus, now);
      if (isChange(folded.row, row, advance, stimulus)) await this.#save(folded, row, advance, stimulus, now);
      if (row.status !== 'RUNNING') this.#loader.forget(row.arn);
      return { row, events: advance.events, calls: advance.calls };
    } catch (error) {
      this.#loader.forget(folded.row.arn);
      throw error;
    }
  }

  async #save(
    folded: Folded,
    row: ExecutionRow,
    { events }: Advance,
    stimulus: Stimulus,
    now: number,
  ): Promise<void> {
    const { executions, history } = this.#store;
    const before = folded.row;
    const isNew = before.last_event === 0;
    const news = this.#outbox !== undefined && (isNew || row.status !== before.status);
    const changes = news ? statusChanges(folded.execution, row, isNew, this.#accountId, now) : [];
    let size = 0;
    await this.#store.commit(() => {
      if (isNew) executions.insert(row);
      else executions.update(row);
      size = history.append(row.id, events);
      if (stimulus.kind === 'heartbeat') history.beat(row.id, stimulus.scheduledEventId, now);
      if (row.status !== 'RUNNING') history.forgetHeartbeats(row.id);
      for (const change of changes) this.#outbox?.add(change);
    });
    folded.row = row;
    this.#loader.grown(row.arn, size);
    if (news) this.#outbox?.wake();
  }
}

function isChange(
  before: ExecutionRow,
  after: ExecutionRow,
  { events }: Advance,
  { kind }: Stimulus,
): boolean {
  return events.length > 0 || kind === 'heartbeat' || after.next_timer !== before.next_timer;
}

function rowAfter(folded: Folded, advance: Advance, stimulus: Stimulus, now: number): ExecutionRow {
  const { row, execution } = folded;
  const { status, lastEventId, redriveCount } = execution;
  const running = status === 'RUNNING';
  return {
    ...row,
    status,
    last_event: lastEventId,
    stopped: running ? null : (row.stopped ?? now),
    next_timer: running ? (advance.nextTimer ?? null) : null,
    calling: running && isCalling(folded) ? 1 : 0,
    redrive_count: redriveCount,
    redriven: stimulus.kind === 'redrive' && advance.events.length > 0 ? now : row.redriven,
  };
}

/** True while the answer of some call is still to come, or to be stored. */
function isCalling({ machine, execution }: Folded): boolean {
  return machine.outstanding(execution).calls.some((call) => !call.submitted);
}
