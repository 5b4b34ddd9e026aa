/** A compiled definition: expressions parsed, resources resolved, defaults filled in. */
import type { Template } from '../template.ts';

export interface Definition extends Branching {
  /** Seconds. */
  readonly timeout: number | undefined;
}

/** A `States` object: the state machine itself, a branch of a Parallel or the item processor of a Map. */
export interface Branching {
  readonly startAt: string;
  readonly states: ReadonlyMap<string, State>;
}

export type State =
  | PassState
  | TaskState
  | ChoiceState
  | WaitState
  | SucceedState
  | FailState
  | MapState
  | ParallelState;
/** A state that can have Retry and Catch. */
export type FallibleState = TaskState | MapState | ParallelState;

export type Members = readonly (readonly [string, Template])[];

interface Common {
  readonly name: string;
  readonly output: Template | undefined;
  readonly assign: Members;
}

interface WithNext extends Common {
  /** Undefined when the state ends its branch. */
  readonly next: string | undefined;
}

interface Fallible extends WithNext {
  readonly retriers: readonly Retrier[];
  readonly catchers: readonly Catcher[];
}

export interface Retrier {
  readonly errorEquals: readonly string[];
  /** Seconds. */
  readonly interval: number;
  readonly maxAttempts: number;
  readonly backoffRate: number;
  /** Seconds. */
  readonly maxDelay: number | undefined;
  readonly jitter: boolean;
}

export interface Catcher {
  readonly errorEquals: readonly string[];
  readonly next: string;
  readonly output: Template | undefined;
  readonly assign: Members;
}

export interface PassState extends WithNext {
  readonly type: 'Pass';
}

export interface SucceedState extends Common {
  readonly type: 'Succeed';
}

export interface FailState extends Common {
  readonly type: 'Fail';
  readonly error: Template | undefined;
  readonly cause: Template | undefined;
}

export interface WaitState extends WithNext {
  readonly type: 'Wait';
  readonly until: { readonly field: 'Seconds' | 'Timestamp'; readonly template: Template };
}

export interface Resource {
  readonly kind: 'lambda-arn' | 'optimized' | 'aws-sdk';
  /** `lambda`, `aws-sdk:s3` … */
  readonly resourceType: string;
  /** `invoke`, `getObject`, `sendMessage.waitForTaskToken` …, or the function's ARN. */
  readonly resource: string;
  readonly waitsForToken: boolean;
}

export interface TaskState extends Fallible {
  readonly type: 'Task';
  readonly resource: Resource;
  readonly arguments: Template | undefined;
  readonly timeout: Template | undefined;
  readonly heartbeat: Template | undefined;
  readonly credentials: Template | undefined;
}

export interface Choice {
  readonly condition: Template;
  readonly next: string;
  readonly output: Template | undefined;
  readonly assign: Members;
  /** The condition's name in evaluation errors. */
  readonly location: string;
}

export interface ChoiceState extends Common {
  readonly type: 'Choice';
  readonly choices: readonly Choice[];
  readonly fallback: string | undefined;
}

export interface ParallelState extends Fallible {
  readonly type: 'Parallel';
  readonly arguments: Template | undefined;
  readonly branches: readonly Branching[];
}

export interface MapState extends Fallible {
  readonly type: 'Map';
  readonly items: Template | undefined;
  readonly itemSelector: Template | undefined;
  readonly maxConcurrency: Template | undefined;
  readonly toleratedCount: Template | undefined;
  readonly toleratedPercentage: Template | undefined;
  readonly processor: Branching;
}
