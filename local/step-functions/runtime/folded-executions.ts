import type { Execution, Machine } from '#state-machines/asl/types.ts';
import type { ExecutionRow } from '../store/executions.ts';

/** An execution in memory: its row as stored, and its history folded. */
export interface Folded {
  row: ExecutionRow;
  readonly machine: Machine;
  readonly execution: Execution;
  /** Characters of history that it was folded from: what it can hold on to, at most. */
  size: number;
}

const overhead = 4_096;

/** The executions used last. All others are folded again from the store when something happens to them. */
export class FoldedExecutions {
  readonly #entries = new Map<string, Folded>();
  readonly #budget: number;
  #size = 0;

  /** @param budget characters of history kept */
  constructor(budget: number) {
    this.#budget = budget;
  }

  get(arn: string): Folded | undefined {
    const folded = this.#entries.get(arn);
    if (folded === undefined) return undefined;
    this.#entries.delete(arn);
    this.#entries.set(arn, folded);
    return folded;
  }

  set(arn: string, folded: Folded): void {
    this.delete(arn);
    this.#entries.set(arn, folded);
    this.#size += folded.size + overhead;
    for (const oldest of this.#entries.keys()) {
      if (this.#size <= this.#budget) return;
      this.delete(oldest);
    }
  }

  grow(arn: string, by: number): void {
    const folded = this.#entries.get(arn);
    if (folded === undefined) return;
    this.delete(arn);
    folded.size += by;
    this.set(arn, folded);
  }

  delete(arn: string): void {
    const folded = this.#entries.get(arn);
    if (folded === undefined) return;
    this.#entries.delete(arn);
    this.#size -= folded.size + overhead;
  }
}
