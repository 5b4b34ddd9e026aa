import type { Stimulus, TaskCall } from '#state-machines/asl/types.ts';
import { logUnexpected } from '../../services/aws-error.ts';
import { stepFunctionsErrors } from '../errors.ts';
import { redriveStatus } from '../status-change.ts';
import type { ExecutionRow } from '../store/executions.ts';
import type { Store } from '../store/store.ts';
import type { TaskAnswer, TaskCaller } from '../tasks/task-caller.ts';
import { Calls } from './calls.ts';
import type { Folded } from './folded-executions.ts';
import type { Loader } from './loader.ts';
import { Mailbox } from './mailbox.ts';
import { type OnStatusChange, OutboxPublisher } from './outbox-publisher.ts';
import { type Step, Stepper } from './stepper.ts';
import { Timers } from './timers.ts';

export interface EngineOptions {
  readonly accountId: string;
  readonly callTask: TaskCaller;
  /** Calls at a time. */
  readonly concurrency: number;
  readonly onStatusChange: OnStatusChange | undefined;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** What a task token's holder may say. */
export type TokenStimulus = Extract<Stimulus, { kind: 'taskSucceeded' | 'taskFailed' | 'heartbeat' }>;

/**
 * Hands stimuli to executions, one at a time for each, stores what they bring about, and only then acts on it:
 * what is called, answered or told has always been committed before.
 */
export class Engine {
  readonly #store: Store;
  readonly #loader: Loader;
  readonly #options: EngineOptions;
  readonly #mailbox = new Mailbox();
  readonly #stepper: Stepper;
  readonly #calls: Calls;
  readonly #timers: Timers;
  readonly #outbox: OutboxPublisher | undefined;
  #active = false;

  constructor(store: Store, loader: Loader, options: EngineOptions) {
    const { onStatusChange, now, accountId } = options;
    this.#store = store;
    this.#loader = loader;
    this.#options = options;
    if (onStatusChange !== undefined) this.#outbox = new OutboxPublisher(store, onStatusChange, now);
    this.#stepper = new Stepper(store, loader, this.#outbox, accountId);
    this.#timers = new Timers(store, now, async (arn) => (await this.send(arn, { kind: 'timer' })).row);
    this.#calls = new Calls(options.callTask, options.concurrency, {
      wanted: (arn) => this.#loader.row(arn)?.status === 'RUNNING',
      answered: (arn, call, answer) => this.#answered(arn, call, answer),
    });
  }

  /** Starts timers, deliveries and the calls that the last run left open; until then they only gather. */
  resume(): void {
    if (this.#active) return;
    this.#active = true;
    this.#outbox?.open();
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
        const begun = this.#loader.begin(started, input);
        return (await this.#step(begun, { kind: 'start' }, row.started)).row;
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
      if (row.status !== 'RUNNING') return { row, events: [], calls: [] };
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
   * Hands in what the holder of a task token sends. Time comes first: a task that is overdue has timed out.
   * @throws AwsError ExecutionDoesNotExist, TaskTimedOut when the task does not wait (any more)
   */
  answer(arn: string, stimulus: TokenStimulus): Promise<Step> {
    return this.#mailbox.run(arn, async () => {
      if (this.#known(arn).status !== 'RUNNING') throw stepFunctionsErrors.taskTimedOut();
      const folded = this.#load(arn);
      const now = this.#options.now();
      const { row } = await this.#step(folded, { kind: 'timer' }, now);
      if (row.status !== 'RUNNING' || !isWaiting(folded, stimulus.scheduledEventId))
        throw stepFunctionsErrors.taskTimedOut();
      return this.#step(folded, stimulus, now);
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

  async #step(folded: Folded, stimulus: Stimulus, now = this.#options.now()): Promise<Step> {
    const step = await this.#stepper.step(folded, stimulus, now);
    if (!this.#active) return step;
    if (step.row.next_timer !== null) this.#timers.set(step.row.next_timer);
    this.#calls.add(step.row.arn, step.calls);
    return step;
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
      await this.#mailbox
        .run(arn, async () => this.#recallOne(arn))
        .catch((error: unknown) => logUnexpected('states', error));
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
}

function isWaiting({ machine, execution }: Folded, scheduledEventId: number): boolean {
  return machine.outstanding(execution).calls.some((call) => call.scheduledEventId === scheduledEventId);
}
