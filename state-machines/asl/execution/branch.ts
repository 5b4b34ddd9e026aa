/** The state of a branch: the execution itself, a branch of a Parallel or an iteration of a Map. */
import type { Branching, Catcher, State } from '../definition/model.ts';
import type { JsonValue } from '../json.ts';

/** Why a state failed, and the event that reports it. */
export interface Failure {
  readonly error: string | undefined;
  readonly cause: string | undefined;
  readonly eventId: number;
  /** Epoch milliseconds. */
  readonly at: number;
  /** True for a missed heartbeat. The history says States.Timeout; handlers may also match States.HeartbeatTimeout. */
  readonly heartbeat: boolean;
}

/** The phase of a branch between two of its events. */
export type Phase =
  /** `input` is undefined until it is evaluated: a Map's item, a Parallel's arguments, or the execution's input. */
  | Entering
  | { readonly kind: 'entered'; readonly previous: number }
  | { readonly kind: 'waiting'; readonly due: number }
  | { readonly kind: 'waited' }
  | { readonly kind: 'calling'; readonly call: Call }
  /** The children of its Parallel or Map state run: `visit.container`. */
  | { readonly kind: 'running' }
  /** A child failed. Its siblings are aborted, one event each, unless the Map tolerates the failure. */
  | {
      readonly kind: 'unwinding';
      readonly failure: Failure;
      readonly pending: Aborting[];
      readonly tolerated: Branch | undefined;
    }
  /** Unwound, and no retrier applies. */
  | { readonly kind: 'collapsed'; readonly failure: Failure }
  | {
      readonly kind: 'retrying';
      readonly failure: Failure;
      readonly due: number;
      /** The due time without jitter. */
      readonly latest: number;
      /** Index of the retrier. */
      readonly retrier: number;
    }
  | { readonly kind: 'gathered'; readonly result: string; readonly previous: number }
  | { readonly kind: 'succeeded'; readonly result: string; readonly previous: number }
  | { readonly kind: 'caught'; readonly failure: Failure; readonly catcher: Catcher }
  /** A Choice was exited, and the next state is not in the history yet. */
  | { readonly kind: 'choosing'; readonly previous: number; readonly output: string }
  | { readonly kind: 'ended'; readonly output: string }
  | { readonly kind: 'failed'; readonly failure: Failure }
  /** Aborted because its container failed. `before` is the state that it was about to enter. */
  | { readonly kind: 'aborted'; readonly before: Entering | undefined };

export interface Entering {
  readonly kind: 'entering';
  readonly name: string;
  readonly input: string | undefined;
  readonly previous: number;
}

/** A scheduled task. */
export interface Call {
  readonly scheduledEventId: number;
  /** Epoch milliseconds. */
  readonly scheduledAt: number;
  /** JSON text. */
  readonly parameters: string;
  /** Seconds. */
  readonly timeout: number | undefined;
  /** Seconds. */
  readonly heartbeat: number | undefined;
  stage: 'scheduled' | 'started' | 'submitted';
  /** Epoch milliseconds of the last heartbeat. */
  beatAt: number;
}

/** The children of a running Parallel or Map state. */
export interface Container {
  /** The previous event of children that start with the container. */
  startedEventId: number;
  /** The number of children, including those that have not started. */
  readonly length: number;
  readonly children: Branch[];
  /** JSON text of each child's output, by index. */
  readonly results: (string | undefined)[];
  /** The last event of each iteration whose end lets another one start. */
  readonly freed: number[];
  active: number;
  /** Children whose end is in the history. */
  finished: number;
  /** Tolerated failures so far. */
  failures: number;
  /** The previous event of the container's end. */
  lastEventId: number;
  /** Events that ended iterations. */
  readonly ends: number[];
}

/** An aborted event to write. */
export interface Aborting {
  readonly type: string;
  readonly iteration?: { readonly name: string; readonly index: number };
}

export type Variables = Readonly<Record<string, JsonValue>>;

/** One visit of a branch to a state. */
export interface Visit {
  readonly state: State;
  /** JSON text. */
  readonly input: string;
  readonly enteredEventId: number;
  /** Epoch milliseconds. */
  readonly enteredAt: number;
  /** The event before the state: the previous event of an evaluation failure on entry. */
  readonly previous: number;
  /** Variables at entry. */
  readonly variables: Variables;
  /** Used attempts by retrier. */
  attempts: number[];
  retryCount: number;
  /** The result of a Choice, once it is evaluated. */
  chosen: Chosen | undefined;
  /** Evaluated values that are not in the history. Another run over the history evaluates them to the same values. */
  readonly memo: Memo;
  container: Container | undefined;
}

/** The result of a Choice. */
export interface Chosen {
  readonly next: string;
  /** Index of the matching choice; undefined for the default. */
  readonly index: number | undefined;
}

export interface Memo {
  /** Items of a Map. */
  items?: readonly JsonValue[];
  /** Concurrency of a Map. */
  maxConcurrency?: number;
  /** JSON text: the input of a Parallel's branches. */
  branchInput?: string;
}

export class Branch {
  readonly branching: Branching;
  /** The branch whose Parallel or Map state contains this one. */
  readonly parent: Branch | undefined;
  readonly index: number;
  variables: Variables;
  phase: Phase;
  visit: Visit | undefined;
  /** Id of the branch's latest event. */
  tip: number;

  constructor(branching: Branching, parent: Branch | undefined, index: number, phase: Phase, tip: number) {
    this.branching = branching;
    this.parent = parent;
    this.index = index;
    this.variables = parent?.variables ?? {};
    this.phase = phase;
    this.tip = tip;
  }

  /** True when the branch has ended. A redrive may restart it. */
  get isOver(): boolean {
    return this.phase.kind === 'ended' || this.phase.kind === 'failed' || this.phase.kind === 'aborted';
  }
}
