import type { Definition } from '../definition/model.ts';
import type { JsonValue } from '../json.ts';
import { parseJson } from '../json.ts';
import type { Execution, ExecutionFacts, ExecutionStatus } from '../types.ts';
import { Branch, type Call } from './branch.ts';
import { Timers } from './timers.ts';

/** Makes the token that answers a task. The same arguments give the same token. */
export type TokenMaker = (executionArn: string, scheduledEventId: number) => string;

/** The state of an execution after its events so far. Only `apply` changes it, so the same events give the same state. */
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
  /** Branches that can continue without a stimulus, in order. */
  readonly ready = new Set<Branch>();
  /** Tasks without a result, by the id of their scheduled event. */
  readonly calls = new Map<number, { readonly branch: Branch; readonly call: Call }>();
  /** Branches by their latest event: an event finds its branch by `previousEventId`. */
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

  /** Epoch milliseconds at which the execution times out. A redrive restarts the timeout. */
  get deadline(): number {
    const { timeout } = this.definition;
    return timeout === undefined
      ? Number.POSITIVE_INFINITY
      : (this.redrivenAt ?? this.facts.startTime) + timeout * 1000;
  }

  /** Moves the branch to the end of the queue. */
  enqueue(branch: Branch): void {
    this.ready.delete(branch);
    this.ready.add(branch);
  }

  /** Moves the branch to the front of the queue. */
  enqueueFirst(branch: Branch): void {
    const others = [...this.ready];
    this.ready.clear();
    for (const one of [branch, ...others]) this.ready.add(one);
  }

  /** Sets the branch's latest event. */
  moveTip(branch: Branch, id: number): void {
    if (this.tips.get(branch.tip) === branch) this.tips.delete(branch.tip);
    branch.tip = id;
    this.tips.set(id, branch);
  }

  /** Drops the branch's task, so that late results are ignored. */
  dropCall(branch: Branch): void {
    if (branch.phase.kind === 'calling') this.calls.delete(branch.phase.call.scheduledEventId);
  }
}
