/** Checks variables: an inner scope may read a variable of an outer scope but not assign it. */
import type { Diagnostic } from '../errors.ts';
import type { Branching, Definition, State } from './model.ts';

export function variableProblems(definition: Definition): Diagnostic[] {
  return [...inBranching(definition, '', new Set())];
}

function* inBranching(
  branching: Branching,
  pointer: string,
  outer: ReadonlySet<string>,
): Generator<Diagnostic> {
  const own = new Set<string>();
  for (const [name, state] of branching.states) {
    for (const variable of assignedBy(state)) {
      own.add(variable);
      if (variable === 'states') yield problem(`'states' is reserved`, `${pointer}/States/${name}/Assign`);
      if (!outer.has(variable)) continue;
      yield problem(
        `The variable '${variable}' is already assigned in an outer scope`,
        `${pointer}/States/${name}`,
      );
    }
  }
  const visible = new Set([...outer, ...own]);
  for (const [name, state] of branching.states) {
    for (const [at, inner] of innerOf(state))
      yield* inBranching(inner, `${pointer}/States/${name}/${at}`, visible);
  }
}

function assignedBy(state: State): string[] {
  const catchers = 'catchers' in state ? state.catchers : [];
  const choices = state.type === 'Choice' ? state.choices : [];
  const all = [state, ...catchers, ...choices].flatMap(({ assign }) => assign.map(([variable]) => variable));
  return [...new Set(all)];
}

/** The branches inside a state with their location. */
export function innerOf(state: State): [at: string, inner: Branching][] {
  if (state.type === 'Map') return [['ItemProcessor', state.processor]];
  if (state.type !== 'Parallel') return [];
  return state.branches.map((branch, index) => [`Branches/${index}`, branch]);
}

function problem(message: string, location: string): Diagnostic {
  return { severity: 'ERROR', code: 'SCHEMA_VALIDATION_FAILED', message, location };
}
