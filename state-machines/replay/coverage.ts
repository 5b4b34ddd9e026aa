/** Collects which parts of a definition a set of histories covers. */
import type { Branching, Definition, State } from '../asl/definition/model.ts';
import { targets } from '../asl/definition/transitions.ts';
import { innerOf } from '../asl/definition/variables.ts';
import type { Branch, Phase } from '../asl/execution/branch.ts';
import type { HistoryEvent } from '../asl/types.ts';

export interface Counted {
  readonly covered: number;
  readonly total: number;
  /** Names of the parts that no history covers. */
  readonly missing: readonly string[];
}

export interface CoverageReport {
  readonly states: Counted;
  readonly transitions: Counted;
  readonly retriers: Counted;
  readonly catchers: Counted;
}

type Kind = keyof CoverageReport;

export class Coverage {
  readonly #all: Readonly<Record<Kind, Set<string>>> = emptySets();
  readonly #seen: Readonly<Record<Kind, Set<string>>> = emptySets();
  /** How each branch left its latest state. */
  readonly #left = new WeakMap<Branch, string>();

  constructor(definition: Definition) {
    this.#list(definition);
  }

  #list(branching: Branching): void {
    for (const state of branching.states.values()) {
      this.#all.states.add(state.name);
      for (const [field, target] of targets(state))
        this.#all.transitions.add(transition(state, field, target));
      if ('retriers' in state) {
        for (const index of state.retriers.keys()) this.#all.retriers.add(`${state.name} Retry[${index}]`);
        for (const index of state.catchers.keys()) this.#all.catchers.add(`${state.name} Catch[${index}]`);
      }
      for (const [, inner] of innerOf(state)) this.#list(inner);
    }
  }

  /**
   * Call this before the event is applied.
   * @param phase the branch's phase, taken before a retry ends
   */
  observe(branch: Branch, phase: Phase, event: HistoryEvent): void {
    const { visit } = branch;
    if (event.type.endsWith('StateEntered')) this.#entered(branch);
    if (visit === undefined) return;
    if (event.type.endsWith('StateExited')) this.#exited(branch, visit.state);
    if (phase.kind === 'retrying') this.#seen.retriers.add(`${visit.state.name} Retry[${phase.retrier}]`);
  }

  #entered(branch: Branch): void {
    const { phase, visit } = branch;
    if (phase.kind !== 'entering') return;
    const left = this.#left.get(branch);
    this.#seen.states.add(phase.name);
    if (visit !== undefined && left !== undefined) {
      this.#seen.transitions.add(transition(visit.state, left, phase.name));
    }
    this.#left.delete(branch);
  }

  #exited(branch: Branch, state: State): void {
    const { phase, visit } = branch;
    if (phase.kind === 'caught' && 'catchers' in state) {
      const index = state.catchers.indexOf(phase.catcher);
      this.#seen.catchers.add(`${state.name} Catch[${index}]`);
      this.#left.set(branch, `Catch[${index}]/Next`);
    } else if (state.type === 'Choice') {
      const index = visit?.chosen?.index;
      this.#left.set(branch, index === undefined ? 'Default' : `Choices[${index}]/Next`);
    } else {
      this.#left.set(branch, 'Next');
    }
  }

  report(): CoverageReport {
    const count = (kind: Kind): Counted => {
      const missing = [...this.#all[kind]].filter((one) => !this.#seen[kind].has(one));
      return { covered: this.#all[kind].size - missing.length, total: this.#all[kind].size, missing };
    };
    return {
      states: count('states'),
      transitions: count('transitions'),
      retriers: count('retriers'),
      catchers: count('catchers'),
    };
  }
}

function emptySets(): Record<Kind, Set<string>> {
  return { states: new Set(), transitions: new Set(), retriers: new Set(), catchers: new Set() };
}

function transition({ name }: State, field: string, target: string): string {
  return `${name} → ${target} (${field.replace(/\/Next$/, '')})`;
}
