import type { Definition } from '../definition/model.ts';
import type { JsonValue } from '../json.ts';
import { parseJson } from '../json.ts';
import type { Execution, ExecutionFacts, ExecutionStatus } from '../types.ts';
import { Branch, type Call } from './branch.ts';
import { Timers } from './timers.ts';

/** Gives the token that answers a task. The same identity gives the same token. */
export type TokenMaker = (executionArn: string, scheduledEventId: number) => string;

/** A folded history. Changed by `apply` alone, so that a refold comes to the same. */
export class Run implements Execution {
  readonly facts: ExecutionFacts;
  readonly definition: Definition;
  readonly token: TokenMaker;
  readonly root: Branch;
  status: ExecutionStatus = 'RUNNING';
  lastEventId = 0;
  /** Epoch milliseconds. */
  lastTimestamp: number;
  redriveCount = 0;
  /** Epoch milliseconds of the latest redrive. */
  redrivenAt: number | undefined;
  output: string | undefined;
  error: string | undefined;
  cause: string | undefined;
  readonly timers = new Timers();
  /** Branches that have an event to come without anything happening outside, in turn. */
  readonly ready = new Set<Branch>();
  /** Scheduled tasks without an answer, by the id of their scheduling. */
  readonly calls = new Map<number, { readonly branch: Branch; readonly call: Call }>();
  /** The branch that each latest event belongs to: events find their branch by `previousEventId`. */
  readonly tips = new Map<number, Branch>();
  #input: JsonValue | undefined;

  constructor(facts: ExecutionFacts, definition: Definition, token: TokenMaker) {
    this.facts = facts;
    this.definition = definition;
    this.token = token;
    this.lastTimestamp = facts.startTime;
    const phase = { kind: 'entering', name: definition.startAt, input: undefined, previous: 0 } as const;
    this.root = new Branch(definition, undefined, 0, phase, 0);
  }

  /** The execution's input, parsed once. */
  get input(): JsonValue {
    this.#input ??= parseJson(this.facts.input);
    return this.#input;
  }

  /** Epoch milliseconds at which the execution as a whole times out. A redrive starts the count again. */
  get deadline(): number {
    const { timeout } = this.definition;
    return timeout === undefined
      ? Number.POSITIVE_INFINITY
      : (this.redrivenAt ?? this.facts.startTime) + timeout * 1000;
  }

  /** Puts the branch at the end of the line. */
  enqueue(branch: Branch): void {
    this.ready.delete(branch);
    this.ready.add(branch);
  }

  /** Puts the branch first in line. */
  enqueueFirst(branch: Branch): void {
    const others = [...this.ready];
    this.ready.clear();
    for (const one of [branch, ...others]) this.ready.add(one);
  }

  /** Records that event `id` is the branch's latest. */
  moveTip(branch: Branch, id: number): void {
    if (this.tips.get(branch.tip) === branch) this.tips.delete(branch.tip);
    branch.tip = id;
    this.tips.set(id, branch);
  }

  /** Forgets a task: a late answer to it no longer applies. */
  dropCall(branch: Branch): void {
    if (branch.phase.kind === 'calling') this.calls.delete(branch.phase.call.scheduledEventId);
  }
}
