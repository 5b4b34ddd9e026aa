/**
 * An execution is its history. `StateMachine` applies events and decides the next ones. It does no I/O and reads no
 * clock, so the runtime, a restart, a simulation and a replay share the same code.
 */

/** One event as GetExecutionHistory returns it, with the time in epoch milliseconds. */
export interface HistoryEvent {
  readonly id: number;
  readonly previousEventId: number;
  readonly timestamp: number;
  readonly type: string;
  /** At most one `…EventDetails` member. */
  readonly [details: string]: unknown;
}

/** Facts that never change during an execution. */
export interface ExecutionFacts {
  readonly executionArn: string;
  readonly name: string;
  readonly stateMachineArn: string;
  readonly stateMachineName: string;
  readonly roleArn: string;
  readonly region: string;
  /** Epoch milliseconds. */
  readonly startTime: number;
  /** The caller's text, verbatim. */
  readonly input: string;
}

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** The state of an execution after its events so far. Only `StateMachine` changes it. */
export interface Execution {
  readonly facts: ExecutionFacts;
  readonly status: ExecutionStatus;
  readonly lastEventId: number;
  readonly redriveCount: number;
  /** JSON text, once SUCCEEDED. */
  readonly output: string | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
}

/** Something that happened outside. `advance` turns it into events. */
export type Stimulus =
  | { readonly kind: 'start' }
  /** The API call of a callback task returned; its token is still pending. `output` is JSON text. */
  | { readonly kind: 'taskSubmitted'; readonly scheduledEventId: number; readonly output: string }
  | { readonly kind: 'taskSucceeded'; readonly scheduledEventId: number; readonly output: string }
  | {
      readonly kind: 'taskFailed';
      readonly scheduledEventId: number;
      readonly error: string | undefined;
      readonly cause: string | undefined;
    }
  /** Restarts the heartbeat timer. It has no event, so use `restoreHeartbeat` after a fold. */
  | { readonly kind: 'heartbeat'; readonly scheduledEventId: number }
  /** Time has passed: waits, retries and timeouts that are due happen. */
  | { readonly kind: 'timer' }
  | { readonly kind: 'stop'; readonly error: string | undefined; readonly cause: string | undefined }
  | { readonly kind: 'redrive' };

/** A task to call. `scheduledEventId` identifies it and is the same on every repeat. */
export interface TaskCall {
  readonly scheduledEventId: number;
  readonly stateName: string;
  /** `lambda-arn` calls a function by its ARN; the others are service integrations. */
  readonly kind: 'lambda-arn' | 'optimized' | 'aws-sdk';
  /** `lambda`, `dynamodb`, `aws-sdk:dynamodb` …, as in the history. */
  readonly resourceType: string;
  /** `invoke`, `updateItem.waitForTaskToken` …, or the function's ARN. */
  readonly resource: string;
  /** JSON text: the arguments. */
  readonly parameters: string;
  /** Set for `.waitForTaskToken`: its holder may answer the task. */
  readonly taskToken: string | undefined;
  /** True once TaskSubmitted is in the history: the call is done and only the token is pending. */
  readonly submitted: boolean;
}

export interface Outstanding {
  /** Every task without a result. After a restart the runtime calls them again. */
  readonly calls: readonly TaskCall[];
  /** Epoch milliseconds of the next wait, retry, timeout, heartbeat timeout or execution timeout. */
  readonly nextTimer: number | undefined;
}

/** The result of a stimulus. The events are already applied to the execution; the caller stores them. */
export interface Advance {
  readonly events: readonly HistoryEvent[];
  /** New tasks to call once the events are stored. */
  readonly calls: readonly TaskCall[];
  /** As in `Outstanding`. */
  readonly nextTimer: number | undefined;
}

/** A compiled definition. */
export interface StateMachine {
  /** Creates an execution without events. Advance it with `{ kind: 'start' }`, or fold a history into it. */
  start(facts: ExecutionFacts): Execution;
  /**
   * Applies recorded events, at constant cost per event. Recorded values are read and never evaluated again.
   * @throws HistoryMismatchError at the first event that cannot follow
   */
  fold(execution: Execution, events: Iterable<HistoryEvent>): Execution;
  /**
   * Sets the time of a task's last heartbeat after a fold, because no event holds it. Does nothing for a task that is
   * not pending.
   * @param at epoch milliseconds
   */
  restoreHeartbeat(execution: Execution, scheduledEventId: number, at: number): void;
  /**
   * Turns a stimulus into events. A stimulus that does not apply, such as a late result, gives no events.
   * @param now epoch milliseconds
   */
  advance(execution: Execution, stimulus: Stimulus, now: number): Advance;
  /** The tasks and timers that the execution waits for. */
  outstanding(execution: Execution): Outstanding;
}
