/** A history as visits of states: what each was given, what it tried, and how it ended. */
import type { HistoryEvent } from '#state-machines/asl/types.ts';
import type { Failure } from './events.ts';
import { VisitReader } from './visit-reader.ts';

/** How a visit has ended, or why it has not. */
export type Outcome =
  | 'running'
  /** In progress: a task token is out. */
  | 'waiting'
  /** In progress: its last attempt failed, and another one follows. */
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
  /** Since when only the token is awaited. */
  readonly submittedAt: number | undefined;
  readonly endedAt: number | undefined;
  readonly outcome: 'running' | 'succeeded' | 'failed' | 'timedOut' | 'aborted';
  readonly output: string | undefined;
  readonly failure: Failure | undefined;
  /** The execution's redrive count when it was made. */
  readonly redrive: number;
}

export interface Visit {
  /** Place among all visits, in the order of entering. */
  readonly index: number;
  readonly state: string;
  /** `Task`, `Choice` … */
  readonly type: string;
  /** The visit of the Parallel or Map state that it is inside of. */
  readonly parent: number | undefined;
  /** Of a Map. */
  readonly iteration: number | undefined;
  /** The visit that led here. */
  readonly from: number | undefined;
  readonly enteredEventId: number;
  readonly enteredAt: number;
  readonly exitedAt: number | undefined;
  /** When its last event happened, or the execution ended around it. */
  readonly lastAt: number;
  readonly input: string | undefined;
  readonly output: string | undefined;
  /** Variables as the state found them. */
  readonly variables: Readonly<Record<string, string>>;
  /** Variables that leaving it set. */
  readonly assigned: Readonly<Record<string, string>>;
  readonly attempts: readonly Attempt[];
  /** The last one, caught or not. */
  readonly failure: Failure | undefined;
  readonly outcome: Outcome;
}

export interface Visits {
  readonly all: readonly Visit[];
  /** The visit that an event belongs to, by the event's id. */
  readonly ofEvent: ReadonlyMap<number, Visit>;
}

export function visitsOf(history: readonly HistoryEvent[]): Visits {
  const reader = new VisitReader();
  for (const event of history) reader.read(event);
  return reader.visits();
}

/** True while a state is being visited. */
export function isOpen({ outcome }: Pick<Visit, 'outcome'>): boolean {
  return outcome === 'running' || outcome === 'waiting' || outcome === 'retrying';
}

/** Milliseconds in the state; up to `now` where it is still there. */
export function durationOf(visit: Visit, now: number): number {
  return Math.max(0, (visit.exitedAt ?? (isOpen(visit) ? now : visit.lastAt)) - visit.enteredAt);
}
