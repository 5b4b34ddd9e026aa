/** One line of control: the execution itself, a branch of a Parallel, an iteration of a Map. */
import type { Branching, Catcher, State } from '../definition/model.ts';
import type { JsonValue } from '../json.ts';

/** Why a state failed, and the event that says so. */
export interface Failure {
  readonly error: string | undefined;
  readonly cause: string | undefined;
  readonly eventId: number;
  /** Epoch milliseconds. */
  readonly at: number;
  /** A missed heartbeat: the history calls it States.Timeout, handlers may also call it by its own name. */
  readonly heartbeat: boolean;
}

/** Where a branch stands between two of its events. */
export type Phase =
  /** `input` is undefined where it still has to be made: a Map's item, what a Parallel hands on, the caller's text. */
  | Entering
  | { readonly kind: 'entered'; readonly previous: number }
  | { readonly kind: 'waiting'; readonly due: number }
  | { readonly kind: 'waited' }
  | { readonly kind: 'calling'; readonly call: Call }
  /** The children of its Parallel or Map state run: `visit.container`. */
  | { readonly kind: 'running' }
  /** A child failed: its siblings are being aborted, one event each, unless the Map tolerates it. */
  | {
      readonly kind: 'unwinding';
      readonly failure: Failure;
      readonly pending: Aborting[];
      readonly tolerated: Branch | undefined;
    }
  /** Unwound, and no retrier takes it. */
  | { readonly kind: 'collapsed'; readonly failure: Failure }
  | {
      readonly kind: 'retrying';
      readonly failure: Failure;
      readonly due: number;
      /** Without jitter. */
      readonly latest: number;
      /** Which retrier of the state it is. */
      readonly retrier: number;
    }
  | { readonly kind: 'gathered'; readonly result: string; readonly previous: number }
  | { readonly kind: 'succeeded'; readonly result: string; readonly previous: number }
  | { readonly kind: 'caught'; readonly failure: Failure; readonly catcher: Catcher }
  /** A Choice was left; the history does not say yet where to. */
  | { readonly kind: 'choosing'; readonly previous: number; readonly output: string }
  | { readonly kind: 'ended'; readonly output: string }
  | { readonly kind: 'failed'; readonly failure: Failure }
  /** Ended by force, since the container around it failed. `before` is what it was about to enter, if anything. */
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
  /** Epoch milliseconds of the last sign of life. */
  beatAt: number;
}

/** The children of a Parallel or Map state that runs. */
export interface Container {
  /** What the start of a child points to, as long as there is room from the beginning. */
  startedEventId: number;
  /** How many children there will be. */
  readonly length: number;
  readonly children: Branch[];
  /** JSON text of each child's output, by index. */
  readonly results: (string | undefined)[];
  /** Last inner events of iterations that ended and made room for others. */
  readonly rooms: number[];
  active: number;
  /** Children whose end the history has told. */
  finished: number;
  /** Failed iterations, tolerated so far. */
  failures: number;
  /** What the event after the last child points to. */
  lastEventId: number;
  /** Ends of iterations, which lead to this container. */
  readonly ends: number[];
}

/** An event that tells of an end by force. */
export interface Aborting {
  readonly type: string;
  readonly iteration?: { readonly name: string; readonly index: number };
}

export type Variables = Readonly<Record<string, JsonValue>>;

/** What is known of the state that a branch is in. */
export interface Visit {
  readonly state: State;
  /** JSON text. */
  readonly input: string;
  readonly enteredEventId: number;
  /** Epoch milliseconds. */
  readonly enteredAt: number;
  /** The event before the state: what an evaluation failure on the way in points to. */
  readonly previous: number;
  /** Variables as they were on entry. */
  readonly variables: Variables;
  /** Attempts used, by retrier. */
  attempts: number[];
  retryCount: number;
  /** Where a Choice leads, once it has been evaluated. */
  chosen: Chosen | undefined;
  /** What has been evaluated and is not in the history: a refold evaluates it again, to the same. */
  readonly memo: Memo;
  container: Container | undefined;
}

/** The way that a Choice takes. */
export interface Chosen {
  readonly next: string;
  /** Which of its choices holds; undefined for the default. */
  readonly index: number | undefined;
}

export interface Memo {
  /** Of a Map. */
  items?: readonly JsonValue[];
  /** Of a Map. */
  maxConcurrency?: number;
  /** JSON text: what the branches of a Parallel get. */
  branchInput?: string;
}

export class Branch {
  readonly branching: Branching;
  /** The branch whose Parallel or Map state this one belongs to. */
  readonly parent: Branch | undefined;
  readonly index: number;
  variables: Variables;
  phase: Phase;
  visit: Visit | undefined;
  /** Its latest event. */
  tip: number;

  constructor(branching: Branching, parent: Branch | undefined, index: number, phase: Phase, tip: number) {
    this.branching = branching;
    this.parent = parent;
    this.index = index;
    this.variables = parent?.variables ?? {};
    this.phase = phase;
    this.tip = tip;
  }

  /** Nothing more comes from it, as long as its container stands. */
  get isOver(): boolean {
    return this.phase.kind === 'ended' || this.phase.kind === 'failed' || this.phase.kind === 'aborted';
  }
}
