import type { Execution, StateMachine } from '#state-machines/asl/types.ts';
import type { ExecutionRow } from '../store/executions.ts';

/** An execution in memory: its stored row, and its folded history. */
export interface LoadedExecution {
  row: ExecutionRow;
  readonly stateMachine: StateMachine;
  readonly execution: Execution;
  /** Characters of the folded history: an upper bound of what it holds in memory. */
  size: number;
}

const overhead = 4_096;

/** Recently used executions. All others are folded from the store again when something happens to them. */
export class ExecutionCache {
  readonly #entries = new Map<string, LoadedExecution>();
  readonly #budget: number;
  #size = 0;

  /** @param budget characters of history to keep */
  constructor(budget: number) {
    this.#budget = budget;
  }

  get(arn: string): LoadedExecution | undefined {
    const loaded = this.#entries.get(arn);
    if (loaded === undefined) return undefined;
    this.#entries.delete(arn);
    this.#entries.set(arn, loaded);
    return loaded;
  }

  set(arn: string, loaded: LoadedExecution): void {
    this.delete(arn);
    this.#entries.set(arn, loaded);
    this.#size += loaded.size + overhead;
    for (const oldest of this.#entries.keys()) {
      if (this.#size <= this.#budget) return;
      this.delete(oldest);
    }
  }

  grow(arn: string, by: number): void {
    const loaded = this.#entries.get(arn);
    if (loaded === undefined) return;
    this.delete(arn);
    loaded.size += by;
    this.set(arn, loaded);
  }

  delete(arn: string): void {
    const loaded = this.#entries.get(arn);
    if (loaded === undefined) return;
    this.#entries.delete(arn);
    this.#size -= loaded.size + overhead;
  }
}
