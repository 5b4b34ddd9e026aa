import type { HistoryEvent, Stimulus, TaskCall } from '#state-machines/asl/types.ts';
import { logUnexpected } from '../../services/aws-error.ts';
import { stepFunctionsErrors } from '../errors.ts';
import { redriveStatus, statusChange } from '../status-change.ts';
import type { ExecutionRow } from '../store/executions.ts';
import type { Store } from '../store/store.ts';
import type { TaskAnswer, TaskCaller } from '../tasks/task-caller.ts';
import { Alarm } from './alarm.ts';
import { Calls } from './calls.ts';
import type { Folded } from './folded-executions.ts';
import type { Loader } from './loader.ts';
import { Mailbox } from './mailbox.ts';
import { type OnStatusChange, OutboxPublisher } from './outbox-publisher.ts';
import { rowAfter } from './step.ts';

export interface EngineOptions {
  readonly accountId: string;
  readonly callTask: TaskCaller;
  /** Calls at a time. */
  readonly concurrency: number;
  readonly onStatusChange: OnStatusChange | undefined;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** What a stimulus did: nothing, when there are no events and it was no heartbeat. */
export interface Step {
  readonly row: ExecutionRow;
  readonly events: readonly HistoryEvent[];
}

const dueAtOnce = 256;
const postponedMs = 60_000;

/**
 * Hands stimuli to executions, one at a time for each, stores what they bring about, and only then acts on it:
 * what is called, answered or told has always been committed before.
 */
export class Engine {
  readonly #store: Store;
  readonly #loader: Loader;
  readonly #options: EngineOptions;
  readonly #mailbox = new Mailbox();
  readonly #calls: Calls;
  readonly #timers: Alarm;
  readonly #outbox: OutboxPublisher | undefined;
  #active = false;

  constructor(store: Store, loader: Loader, options: EngineOptions) {
    this.#store = store;
    this.#loader = loader;
    this.#options = options;
    this.#timers = new Alarm(options.now, () => this.#ring());
    this.#calls = new Calls(options.callTask, options.concurrency, {
      wanted: (arn) => this.#loader.row(arn)?.status === 'RUNNING',
      answered: (arn, call, answer) => this.#answered(arn, call, answer),
    });
    const { onStatusChange, now } = options;
    if (onStatusChange !== undefined) this.#outbox = new OutboxPublisher(store, onStatusChange, now);
  }

  /** Starts timers, deliveries and the calls that the last run left open; until then they only gather. */
  resume(): void {
    if (this.#active) return;
    this.#active = true;
    this.#outbox?.wake();
    this.#timers.set(this.#options.now());
    void this.#recall(this.#store.executions.calling());
  }

  /**
   * Starts an execution, or answers the running one of the same name and input.
   * @throws AwsError ExecutionAlreadyExists
   */
  start(row: ExecutionRow, input: string): Promise<ExecutionRow> {
    return this.#mailbox.run(row.arn, async () => {
      const existing = this.#loader.load(row.arn);
      if (existing === undefined) {
        const started = { ...row, id: this.#store.executions.newId() };
        return (await this.#step(this.#loader.begin(started, input), { kind: 'start' })).row;
      }
      const same = existing.row.status === 'RUNNING' && existing.execution.facts.input === input;
      if (!same) throw stepFunctionsErrors.executionAlreadyExists(row.arn);
      return existing.row;
    });
  }

  /** @throws AwsError ExecutionDoesNotExist */
  send(arn: string, stimulus: Stimulus): Promise<Step> {
    return this.#mailbox.run(arn, async () => {
      const row = this.#known(arn);
      if (row.status !== 'RUNNING') return { row, events: [] };
      return this.#step(this.#load(arn), stimulus);
    });
  }

  /**
   * Runs a failed execution on from where it failed. The same client token again changes nothing.
   * @throws AwsError ExecutionDoesNotExist, ExecutionNotRedrivable
   */
  redrive(arn: string, clientToken: string | undefined): Promise<ExecutionRow> {
    return this.#mailbox.run(arn, async () => {
      const row = this.#known(arn);
      if (clientToken !== undefined && row.redrive_token === clientToken) return row;
      const { redriveStatusReason } = redriveStatus(row, this.#options.now());
      if (redriveStatusReason !== null) throw stepFunctionsErrors.executionNotRedrivable(redriveStatusReason);
      const folded = this.#load(arn);
      folded.row = { ...folded.row, redrive_token: clientToken ?? null };
      const step = await this.#step(folded, { kind: 'redrive' });
      if (step.events.length === 0)
        throw stepFunctionsErrors.executionNotRedrivable('Nothing in it can run again');
      return step.row;
    });
  }

  /**
   * Restarts the heartbeat clock of a task that waits.
   * @throws AwsError ExecutionDoesNotExist, TaskTimedOut
   */
  heartbeat(arn: string, scheduledEventId: number): Promise<Step> {
    return this.#mailbox.run(arn, async () => {
      if (this.#known(arn).status !== 'RUNNING') throw stepFunctionsErrors.taskTimedOut();
      const folded = this.#load(arn);
      const { calls } = folded.machine.outstanding(folded.execution);
      if (!calls.some((call) => call.scheduledEventId === scheduledEventId))
        throw stepFunctionsErrors.taskTimedOut();
      return this.#step(folded, { kind: 'heartbeat', scheduledEventId });
    });
  }

  /** Resolves when everything acknowledged is stored and nothing more will be. */
  async close(): Promise<void> {
    this.#active = false;
    this.#calls.close();
    await Promise.all([this.#timers.close(), this.#outbox?.close()]);
    await this.#mailbox.idle();
  }

  #known(arn: string): ExecutionRow {
    const row = this.#loader.row(arn);
    if (row === undefined) throw stepFunctionsErrors.executionDoesNotExist(arn);
    return row;
  }

  #load(arn: string): Folded {
    const folded = this.#loader.load(arn);
    if (folded === undefined) throw stepFunctionsErrors.executionDoesNotExist(arn);
    return folded;
  }

  /** Memory runs ahead of the disk here; when storing fails, the execution is folded from the disk again. */
  async #step(folded: Folded, stimulus: Stimulus): Promise<Step> {
    const { arn } = folded.row;
    try {
      const { machine, execution } = folded;
      const now = this.#options.now();
      const advance = machine.advance(execution, stimulus, now);
      const row = rowAfter(folded.row, machine, execution, advance, stimulus, now);
      await this.#save(folded, row, advance.events, stimulus, now);
      this.#act(row, advance.calls);
      return { row, events: advance.events };
    } catch (error) {
      this.#loader.forget(arn);
      throw error;
    }
  }

  async #save(
    folded: Folded,
    row: ExecutionRow,
    events: readonly HistoryEvent[],
    stimulus: Stimulus,
    now: number,
  ): Promise<void> {
    const before = folded.row;
    if (events.length === 0 && stimulus.kind !== 'heartbeat' && row.next_timer === before.next_timer) return;
    const { executions, history } = this.#store;
    const changed = row.status !== before.status || before.last_event === 0;
    const event = changed ? statusChange(folded.execution, row, this.#options, now) : undefined;
    let size = 0;
    await this.#store.commit(() => {
      if (before.last_event === 0) executions.insert(row);
      else executions.update(row);
      size = history.append(row.id, events);
      if (stimulus.kind === 'heartbeat') history.beat(row.id, stimulus.scheduledEventId, now);
      if (row.status !== 'RUNNING') history.forgetHeartbeats(row.id);
      if (event !== undefined) this.#outbox?.add(event);
    });
    folded.row = row;
    this.#loader.grown(row.arn, size);
    if (changed && this.#active) this.#outbox?.wake();
  }

  #act(row: ExecutionRow, calls: readonly TaskCall[]): void {
    if (row.status !== 'RUNNING') this.#loader.forget(row.arn);
    if (!this.#active) return;
    if (row.next_timer !== null) this.#timers.set(row.next_timer);
    this.#calls.add(row.arn, calls);
  }

  async #answered(arn: string, call: TaskCall, answer: TaskAnswer): Promise<void> {
    const { scheduledEventId } = call;
    if (!answer.ok) {
      const { error, cause } = answer;
      await this.send(arn, { kind: 'taskFailed', scheduledEventId, error, cause });
      return;
    }
    const kind = call.taskToken === undefined ? 'taskSucceeded' : 'taskSubmitted';
    await this.send(arn, { kind, scheduledEventId, output: answer.output });
  }

  /** Calls again what was called, or should have been, before the last stop. */
  async #recall(arns: readonly string[]): Promise<void> {
    for (const arn of arns) {
      await this.#calls.hasRoom();
      if (!this.#active) return;
      await this.#mailbox.run(arn, async () => this.#recallOne(arn)).catch(logStates);
    }
  }

  #recallOne(arn: string): void {
    const folded = this.#loader.load(arn);
    if (folded?.row.status !== 'RUNNING') return;
    const { calls } = folded.machine.outstanding(folded.execution);
    this.#calls.add(
      arn,
      calls.filter((call) => !call.submitted),
    );
  }

  async #ring(): Promise<number | undefined> {
    const now = this.#options.now();
    const arns = this.#store.executions.due(now, dueAtOnce);
    await Promise.all(arns.map((arn) => this.#timeIsUp(arn, now)));
    return this.#store.executions.nextDue();
  }

  /** An execution that cannot be handled must not keep the others from it: it waits a minute. */
  async #timeIsUp(arn: string, now: number): Promise<void> {
    try {
      const { row } = await this.send(arn, { kind: 'timer' });
      if (row.next_timer === null || row.next_timer > now) return;
    } catch (error) {
      logStates(error);
    }
    const until = now + postponedMs;
    await this.#store.commit(() => this.#store.executions.postpone(arn, until));
    this.#loader.forget(arn);
  }
}

function logStates(error: unknown): void {
  logUnexpected('states', error);
}
