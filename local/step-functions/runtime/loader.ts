import { z } from 'zod';
import type { ExecutionFacts } from '#state-machines/asl/types.ts';
import type { ExecutionRow } from '../store/executions.ts';
import type { MachineRow, RevisionRow } from '../store/machines.ts';
import type { Store } from '../store/store.ts';
import type { Definitions } from './definitions.ts';
import { type Folded, FoldedExecutions } from './folded-executions.ts';

/** Characters of history that may stay folded. */
const budget = 24 * 1024 * 1024;

/** Brings executions into memory: new ones, known ones, and those that a restart or a long wait put away. */
export class Loader {
  readonly #store: Store;
  readonly #definitions: Definitions;
  readonly #region: string;
  readonly #folded = new FoldedExecutions(budget);

  constructor(store: Store, definitions: Definitions, region: string) {
    this.#store = store;
    this.#definitions = definitions;
    this.#region = region;
  }

  /** An execution without history yet. */
  begin(row: ExecutionRow, input: string): Folded {
    const revision = this.#store.machines.revision(row.revision);
    const machine = this.#definitions.machine(revision);
    const execution = machine.begin(this.#facts(row, revision, input));
    const folded = { row, machine, execution, size: input.length };
    this.#folded.set(row.arn, folded);
    return folded;
  }

  /** Undefined when there is no such execution. */
  load(arn: string): Folded | undefined {
    const known = this.#folded.get(arn);
    if (known !== undefined) return known;
    const row = this.#store.executions.find(arn);
    return row === undefined ? undefined : this.#fold(row);
  }

  /** The row, from memory where it is there. */
  row(arn: string): ExecutionRow | undefined {
    return this.#folded.get(arn)?.row ?? this.#store.executions.find(arn);
  }

  grown(arn: string, by: number): void {
    this.#folded.grow(arn, by);
  }

  forget(arn: string): void {
    this.#folded.delete(arn);
  }

  #fold(row: ExecutionRow): Folded {
    const { events, size } = this.#store.history.read(row.id);
    const folded = this.begin(row, inputOf(events[0]));
    folded.machine.fold(folded.execution, events);
    for (const { scheduled_event, at } of this.#store.history.heartbeats(row.id))
      folded.machine.restoreHeartbeat(folded.execution, scheduled_event, at);
    this.#folded.grow(row.arn, size);
    return folded;
  }

  #facts(row: ExecutionRow, revision: RevisionRow, input: string): ExecutionFacts {
    const machine: MachineRow = this.#store.machines.get(row.machine);
    return {
      executionArn: row.arn,
      name: nameOf(row.arn),
      stateMachineArn: machine.arn,
      stateMachineName: machine.name,
      roleArn: revision.role_arn,
      region: this.#region,
      startTime: row.started,
      input,
    };
  }
}

const Started = z.object({ executionStartedEventDetails: z.object({ input: z.string() }) });

/** The execution's input: it lives in the first event. */
export function inputOf(first: unknown): string {
  return Started.parse(first).executionStartedEventDetails.input;
}

/** The last part of an execution's ARN. */
export function nameOf(executionArn: string): string {
  return executionArn.slice(executionArn.lastIndexOf(':') + 1);
}
