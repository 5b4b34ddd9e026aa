import { compile } from '#state-machines/asl/index.ts';
import type { Machine } from '#state-machines/asl/types.ts';
import type { RevisionRow } from '../store/machines.ts';
import type { TaskTokens } from './tokens.ts';

/** Compiled definitions by revision; a home has few, and expressions are dear to compile. */
export class Definitions {
  readonly #compiled = new Map<number, Machine>();
  readonly #tokens: TaskTokens;

  constructor(tokens: TaskTokens) {
    this.#tokens = tokens;
  }

  /** @throws InvalidDefinitionError */
  machine(revision: RevisionRow): Machine {
    const known = this.#compiled.get(revision.id);
    if (known !== undefined) return known;
    const machine = this.compile(revision.definition);
    this.#compiled.set(revision.id, machine);
    return machine;
  }

  /** @throws InvalidDefinitionError */
  compile(definition: string): Machine {
    return compile(definition, {
      token: (executionArn, scheduledEventId) => this.#tokens.issue({ executionArn, scheduledEventId }),
    });
  }
}
