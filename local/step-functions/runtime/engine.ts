import type { Stimulus, TaskCall } from '#state-machines/asl/types.ts';
import { logUnexpected } from '../../emulators/http/aws-error.ts';
import { stepFunctionsErrors } from '../errors.ts';
import type { TaskAnswer, TaskCaller } from '../integrations/task-caller.ts';
import { redriveStatus } from '../status-change.ts';
import type { ExecutionRow } from '../store/executions.ts';
import type { Store } from '../store/store.ts';
import type { LoadedExecution } from './execution-cache.ts';
import { KeyedMutex } from './keyed-mutex.ts';
import type { Loader } from './loader.ts';
import { type OnStatusChange, OutboxPublisher } from './outbox-publisher.ts';
import { type Step, Stepper } from './stepper.ts';
import { TaskCalls } from './task-calls.ts';
import { Timers } from './timers.ts';

export interface EngineOptions {
  readonly accountId: string;
  readonly callTask: TaskCaller;
  /** Concurrent calls. */
  readonly concurrency: number;
  readonly onStatusChange: OnStatusChange | undefined;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** What the holder of a task token may send. */
export type TokenStimulus = Extract<Stimulus, { kind: 'taskSucceeded' | 'taskFailed' | 'heartbeat' }>;

/**
 * Sends stimuli to executions, one at a time per execution. Each step is stored first; calls, responses and
 * notifications follow only after the commit.
 */
export class Engine {
  readonly #store: Store;
  readonly #loader: Loader;
  readonly #options: EngineOptions;
  readonly #mutex = new KeyedMutex();
  readonly #stepper: Stepper;
  readonly #calls: TaskCalls;
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
    this.#calls = new TaskCalls(options.callTask, options.concurrency, {
      wanted: (arn) => this.#loader.row(arn)?.status === 'RUNNING',
      answered: (arn, call, answer) => this.#answered(arn, call, answer),
    });
  }

  /**
   * Starts timers, deliveries and the calls that the last run left open. Before that they are only stored.
   */
  resume(): void {
    if (this.#active) return;
    this.#active = true;
    this.#outbox?.open();
    this.#timers.set(this.#options.now());
    void this.#repeatCalls(this.#store.executions.calling());
  }

  /**
   * Starts an execution, or returns the running one with the same name and input.
   * @throws AwsError ExecutionAlreadyExists
   */
  start(row: ExecutionRow, input: string): Promise<ExecutionRow> {
    return this.#mutex.run(row.arn, async () => {
      const existing = this.#loader.load(row.arn);
      if (existing === undefined) {
        const started = { ...row, id: this.#store.executions.newId() };
        const created = this.#loader.create(started, input);
        return (await this.#step(created, { kind: 'start' }, row.started)).row;
      }
      const same = existing.row.status === 'RUNNING' && existing.execution.facts.input === input;
      if (!same) throw stepFunctionsErrors.executionAlreadyExists(row.arn);
      return existing.row;
    });
  }

  /** @throws AwsError ExecutionDoesNotExist */
  send(arn: string, stimulus: Stimulus): Promise<Step> {
    return this.#mutex.run(arn, async () => {
      const row = this.#known(arn);
      if (row.status !== 'RUNNING') return { row, events: [], calls: [] };
      return this.#step(this.#load(arn), stimulus);
    });
  }

  /**
   * Continues a failed execution from where it failed. Repeating a client token changes nothing.
   * @throws AwsError ExecutionDoesNotExist, ExecutionNotRedrivable
   */
  redrive(arn: string, clientToken: string | undefined): Promise<ExecutionRow> {
    return this.#mutex.run(arn, async () => {
      const row = this.#known(arn);
      if (clientToken !== undefined && row.redrive_token === clientToken) return row;
      const { redriveStatusReason } = redriveStatus(row, this.#options.now());
      if (redriveStatusReason !== null) throw stepFunctionsErrors.executionNotRedrivable(redriveStatusReason);
      const loaded = this.#load(arn);
      loaded.row = { ...loaded.row, redrive_token: clientToken ?? null };
      const step = await this.#step(loaded, { kind: 'redrive' });
      if (step.events.length === 0)
        throw stepFunctionsErrors.executionNotRedrivable('Nothing in it can run again');
      return step.row;
    });
  }

  /**
   * Applies what the holder of a task token sends. Timers go first: an overdue task has timed out.
   * @throws AwsError ExecutionDoesNotExist, TaskTimedOut when the task does not wait
   */
  answer(arn: string, stimulus: TokenStimulus): Promise<Step> {
    return this.#mutex.run(arn, async () => {
      if (this.#known(arn).status !== 'RUNNING') throw stepFunctionsErrors.taskTimedOut();
      const loaded = this.#load(arn);
      const now = this.#options.now();
      const { row } = await this.#step(loaded, { kind: 'timer' }, now);
      if (row.status !== 'RUNNING' || !isWaiting(loaded, stimulus.scheduledEventId))
        throw stepFunctionsErrors.taskTimedOut();
      return this.#step(loaded, stimulus, now);
    });
  }

  /** Resolves when everything acknowledged is stored and no more writes follow. */
  async close(): Promise<void> {
    this.#active = false;
    this.#calls.close();
    await Promise.all([this.#timers.close(), this.#outbox?.close()]);
    await this.#mutex.idle();
  }

  #known(arn: string): ExecutionRow {
    const row = this.#loader.row(arn);
    if (row === undefined) throw stepFunctionsErrors.executionDoesNotExist(arn);
    return row;
  }

  #load(arn: string): LoadedExecution {
    const loaded = this.#loader.load(arn);
    if (loaded === undefined) throw stepFunctionsErrors.executionDoesNotExist(arn);
    return loaded;
  }

  async #step(loaded: LoadedExecution, stimulus: Stimulus, now = this.#options.now()): Promise<Step> {
    const step = await this.#stepper.step(loaded, stimulus, now);
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

  /** Repeats the calls that were open, or not yet made, when the process last stopped. */
  async #repeatCalls(arns: readonly string[]): Promise<void> {
    for (const arn of arns) {
      await this.#calls.hasRoom();
      if (!this.#active) return;
      await this.#mutex
        .run(arn, async () => this.#repeatCallsOf(arn))
        .catch((error: unknown) => logUnexpected('states', error));
    }
  }

  #repeatCallsOf(arn: string): void {
    const loaded = this.#loader.load(arn);
    if (loaded?.row.status !== 'RUNNING') return;
    const { calls } = loaded.stateMachine.outstanding(loaded.execution);
    this.#calls.add(
      arn,
      calls.filter((call) => !call.submitted),
    );
  }
}

function isWaiting({ stateMachine, execution }: LoadedExecution, scheduledEventId: number): boolean {
  return stateMachine.outstanding(execution).calls.some((call) => call.scheduledEventId === scheduledEventId);
}
