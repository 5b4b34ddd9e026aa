/**
 * An execution is its history. `Machine` folds events into an execution and says what comes next; it does no
 * I/O and reads no clock, so that the runtime, a restart, a simulation and a replay are the same code.
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

/** Facts that stay the same for the whole life of an execution. */
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

/** Folded history. Only `Machine` changes it. */
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

/** What happened outside, for `advance` to turn into events. */
export type Stimulus =
  | { readonly kind: 'start' }
  /** A callback task's own API answered; the token is still out. `output` is JSON text. */
  | { readonly kind: 'taskSubmitted'; readonly scheduledEventId: number; readonly output: string }
  | { readonly kind: 'taskSucceeded'; readonly scheduledEventId: number; readonly output: string }
  | {
      readonly kind: 'taskFailed';
      readonly scheduledEventId: number;
      readonly error: string | undefined;
      readonly cause: string | undefined;
    }
  /** Restarts the heartbeat clock; leaves no event, so that after a fold the last one has to be told again. */
  | { readonly kind: 'heartbeat'; readonly scheduledEventId: number }
  /** Time has passed: whatever is due by now happens (waits, retries, timeouts). */
  | { readonly kind: 'timer' }
  | { readonly kind: 'stop'; readonly error: string | undefined; readonly cause: string | undefined }
  | { readonly kind: 'redrive' };

/** A task to call. `scheduledEventId` is its identity: the same on every repeat. */
export interface TaskCall {
  readonly scheduledEventId: number;
  readonly stateName: string;
  /** `lambda-arn` calls the function itself; the others are service integrations. */
  readonly kind: 'lambda-arn' | 'optimized' | 'aws-sdk';
  /** `lambda`, `dynamodb`, `aws-sdk:dynamodb` …, as in the history. */
  readonly resourceType: string;
  /** `invoke`, `updateItem.waitForTaskToken` …, or the function's ARN. */
  readonly resource: string;
  /** JSON text: the arguments. */
  readonly parameters: string;
  /** Set for `.waitForTaskToken`: who holds it may answer. */
  readonly taskToken: string | undefined;
  /** True once TaskSubmitted is in the history: only the token is awaited, nothing is to be called. */
  readonly submitted: boolean;
}

export interface Outstanding {
  /** Every task that is scheduled and not yet answered. After a restart the runtime calls them again. */
  readonly calls: readonly TaskCall[];
  /** Epoch milliseconds of the next thing that is due (wait, retry, timeout, heartbeat, execution timeout). */
  readonly nextTimer: number | undefined;
}

/** What one stimulus brought about. `events` are already folded into the execution; append them. */
export interface Advance {
  readonly events: readonly HistoryEvent[];
  /** Tasks that were scheduled just now, to be called once the events are stored. */
  readonly calls: readonly TaskCall[];
  /** As in `Outstanding`. */
  readonly nextTimer: number | undefined;
}

/** A parsed definition with its compiled expressions. */
export interface Machine {
  begin(facts: ExecutionFacts): Execution;
  /** Folds recorded events: what was recorded is read, never evaluated again. Constant cost per event. */
  fold(execution: Execution, events: Iterable<HistoryEvent>): Execution;
  /**
   * After a fold: when a task last sent a heartbeat (epoch milliseconds), which no event says. Nothing else
   * happens; a task that no longer waits is passed over.
   */
  restoreHeartbeat(execution: Execution, scheduledEventId: number, at: number): void;
  /** A stimulus that no longer applies (a late answer, say) brings about nothing. */
  advance(execution: Execution, stimulus: Stimulus, now: number): Advance;
  outstanding(execution: Execution): Outstanding;
}
