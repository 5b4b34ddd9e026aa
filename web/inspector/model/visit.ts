import type { Failure } from './events.ts';

/** How a visit ended, or why it is still open. */
export type Outcome =
  | 'running'
  /** In progress: a task token is awaiting its answer. */
  | 'waiting'
  /** In progress: its last attempt failed, and another follows. */
  | 'retrying'
  | 'succeeded'
  | 'caught'
  | 'failed'
  | 'timedOut'
  | 'aborted';

/** One call of a task. Times are epoch milliseconds, data is JSON text. */
export interface Attempt {
  readonly scheduledEventId: number;
  readonly scheduledAt: number;
  readonly resource: string;
  readonly parameters: string | undefined;
  readonly timeoutSeconds: number | undefined;
  readonly heartbeatSeconds: number | undefined;
  /** When the wait for the task token began. */
  readonly submittedAt: number | undefined;
  readonly endedAt: number | undefined;
  readonly outcome: 'running' | 'succeeded' | 'failed' | 'timedOut' | 'aborted';
  readonly output: string | undefined;
  readonly failure: Failure | undefined;
  /** The execution's redrive count at the time. */
  readonly redrive: number;
}

export interface Visit {
  /** Index among all visits, ordered by when they entered their state. */
  readonly index: number;
  readonly state: string;
  /** `Task`, `Choice` … */
  readonly type: string;
  /** Index of the visit of the enclosing Parallel or Map state. */
  readonly parent: number | undefined;
  /** Index of the Map iteration. */
  readonly iteration: number | undefined;
  /** Index of the visit that led here. */
  readonly from: number | undefined;
  readonly enteredEventId: number;
  readonly enteredAt: number;
  readonly exitedAt: number | undefined;
  /** When its last event happened, or when the execution ended during it. */
  readonly lastAt: number;
  readonly input: string | undefined;
  readonly output: string | undefined;
  /** Variables that were available to the state, as JSON text. */
  readonly variables: Readonly<Record<string, string>>;
  /** Variables that the state assigned, as JSON text. */
  readonly assigned: Readonly<Record<string, string>>;
  readonly attempts: readonly Attempt[];
  /** The last failure, caught or not. */
  readonly failure: Failure | undefined;
  readonly outcome: Outcome;
}

export interface Visits {
  readonly all: readonly Visit[];
  /** The visit of each event, by the event's id. */
  readonly ofEvent: ReadonlyMap<number, Visit>;
}
