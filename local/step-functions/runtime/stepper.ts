import type { Advance, HistoryEvent, Stimulus, TaskCall } from '#state-machines/asl/types.ts';
import { statusChanges } from '../status-change.ts';
import type { ExecutionRow } from '../store/executions.ts';
import type { Store } from '../store/store.ts';
import type { LoadedExecution } from './execution-cache.ts';
import type { Loader } from './loader.ts';
import type { OutboxPublisher } from './outbox-publisher.ts';

/** Result of a stimulus. Without events, and unless it was a heartbeat, nothing changed. */
export interface Step {
  readonly row: ExecutionRow;
  readonly events: readonly HistoryEvent[];
  /** Calls to make now that the events are stored. */
  readonly calls: readonly TaskCall[];
}

/** Turns one stimulus into events and stores them, with everything that follows from them, in one commit. */
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
   * Memory is ahead of the disk here. If storing fails, the execution is loaded from disk again.
   * @param now epoch milliseconds
   */
  async step(loaded: LoadedExecution, stimulus: Stimulus, now: number): Promise<Step> {
    try {
      const advance = loaded.stateMachine.advance(loaded.execution, stimulus, now);
      const row = rowAfter(loaded, advance, stimulus, now);
      if (isChange(loaded.row, row, advance, stimulus)) await this.#save(loaded, row, advance, stimulus, now);
      if (row.status !== 'RUNNING') this.#loader.evict(row.arn);
      return { row, events: advance.events, calls: advance.calls };
    } catch (error) {
      this.#loader.evict(loaded.row.arn);
      throw error;
    }
  }

  async #save(
    loaded: LoadedExecution,
    row: ExecutionRow,
    { events }: Advance,
    stimulus: Stimulus,
    now: number,
  ): Promise<void> {
    const { executions, history } = this.#store;
    const before = loaded.row;
    const isNew = before.last_event === 0;
    const news = this.#outbox !== undefined && (isNew || row.status !== before.status);
    const changes = news ? statusChanges(loaded.execution, row, isNew, this.#accountId, now) : [];
    let size = 0;
    await this.#store.commit(() => {
      if (isNew) executions.insert(row);
      else executions.update(row);
      size = history.append(row.id, events);
      if (stimulus.kind === 'heartbeat') history.heartbeat(row.id, stimulus.scheduledEventId, now);
      if (row.status !== 'RUNNING') history.deleteHeartbeats(row.id);
      for (const change of changes) this.#outbox?.add(change);
    });
    loaded.row = row;
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

function rowAfter(loaded: LoadedExecution, advance: Advance, stimulus: Stimulus, now: number): ExecutionRow {
  const { row, execution } = loaded;
  const { status, lastEventId, redriveCount } = execution;
  const running = status === 'RUNNING';
  return {
    ...row,
    status,
    last_event: lastEventId,
    stopped: running ? null : (row.stopped ?? now),
    next_timer: running ? (advance.nextTimer ?? null) : null,
    calling: running && isCalling(loaded) ? 1 : 0,
    redrive_count: redriveCount,
    redriven: stimulus.kind === 'redrive' && advance.events.length > 0 ? now : row.redriven,
  };
}

/** True while the result of a call is missing or not yet stored. */
function isCalling({ stateMachine, execution }: LoadedExecution): boolean {
  return stateMachine.outstanding(execution).calls.some((call) => !call.submitted);
}
