import { z } from 'zod';
import type { ExecutionFacts } from '#state-machines/asl/types.ts';
import type { ExecutionRow } from '../store/executions.ts';
import type { RevisionRow, StateMachineRow } from '../store/state-machines.ts';
import type { Store } from '../store/store.ts';
import type { Definitions } from './definitions.ts';
import { ExecutionCache, type LoadedExecution } from './execution-cache.ts';

/** Characters of history to keep in memory. */
const budget = 24 * 1024 * 1024;

/** Loads executions into memory: new ones, cached ones, and stored ones. */
export class Loader {
  readonly #store: Store;
  readonly #definitions: Definitions;
  readonly #region: string;
  readonly #cache = new ExecutionCache(budget);

  constructor(store: Store, definitions: Definitions, region: string) {
    this.#store = store;
    this.#definitions = definitions;
    this.#region = region;
  }

  /** Creates an execution without history. */
  create(row: ExecutionRow, input: string): LoadedExecution {
    const revision = this.#store.stateMachines.revision(row.revision);
    const stateMachine = this.#definitions.stateMachine(revision);
    const execution = stateMachine.start(this.#facts(row, revision, input));
    const loaded = { row, stateMachine, execution, size: input.length };
    this.#cache.set(row.arn, loaded);
    return loaded;
  }

  /** Undefined when there is no such execution. */
  load(arn: string): LoadedExecution | undefined {
    const known = this.#cache.get(arn);
    if (known !== undefined) return known;
    const row = this.#store.executions.find(arn);
    return row === undefined ? undefined : this.#fold(row);
  }

  /** The row, from memory if it is cached. */
  row(arn: string): ExecutionRow | undefined {
    return this.#cache.get(arn)?.row ?? this.#store.executions.find(arn);
  }

  grown(arn: string, by: number): void {
    this.#cache.grow(arn, by);
  }

  evict(arn: string): void {
    this.#cache.delete(arn);
  }

  #fold(row: ExecutionRow): LoadedExecution {
    const { events, size } = this.#store.history.read(row.id);
    const loaded = this.create(row, inputOf(events[0]));
    loaded.stateMachine.fold(loaded.execution, events);
    for (const { scheduled_event, at } of this.#store.history.heartbeats(row.id))
      loaded.stateMachine.restoreHeartbeat(loaded.execution, scheduled_event, at);
    this.#cache.grow(row.arn, size);
    return loaded;
  }

  #facts(row: ExecutionRow, revision: RevisionRow, input: string): ExecutionFacts {
    const stateMachine: StateMachineRow = this.#store.stateMachines.get(row.machine);
    return {
      executionArn: row.arn,
      name: nameOf(row.arn),
      stateMachineArn: stateMachine.arn,
      stateMachineName: stateMachine.name,
      roleArn: revision.role_arn,
      region: this.#region,
      startTime: row.started,
      input,
    };
  }
}

const Started = z.object({ executionStartedEventDetails: z.object({ input: z.string() }) });

/** The execution's input, which the first event holds. */
export function inputOf(first: unknown): string {
  return Started.parse(first).executionStartedEventDetails.input;
}

/** The last part of an execution's ARN. */
export function nameOf(executionArn: string): string {
  return executionArn.slice(executionArn.lastIndexOf(':') + 1);
}
