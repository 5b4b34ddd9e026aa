import { compile } from '#state-machines/asl/index.ts';
import type { StateMachine } from '#state-machines/asl/types.ts';
import type { RevisionRow } from '../store/state-machines.ts';
import type { TaskTokens } from './tokens.ts';

/** Compiled definitions by revision. There are few of them, and compiling expressions is expensive. */
export class Definitions {
  readonly #compiled = new Map<number, StateMachine>();
  readonly #tokens: TaskTokens;

  constructor(tokens: TaskTokens) {
    this.#tokens = tokens;
  }

  /** @throws InvalidDefinitionError */
  stateMachine(revision: RevisionRow): StateMachine {
    const known = this.#compiled.get(revision.id);
    if (known !== undefined) return known;
    const stateMachine = this.compile(revision.definition);
    this.#compiled.set(revision.id, stateMachine);
    return stateMachine;
  }

  /** @throws InvalidDefinitionError */
  compile(definition: string): StateMachine {
    return compile(definition, {
      token: (executionArn, scheduledEventId) => this.#tokens.issue({ executionArn, scheduledEventId }),
    });
  }
}
