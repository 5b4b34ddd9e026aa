/** Checks across states: transition targets, unique names, and the order of retriers and catchers. */
import type { Diagnostic } from '../errors.ts';
import type { Branching, Definition, State } from './model.ts';
import { innerOf } from './variables.ts';

export function transitionProblems(definition: Definition): Diagnostic[] {
  return [...inBranching(definition, '', new Set())];
}

function* inBranching(branching: Branching, pointer: string, seen: Set<string>): Generator<Diagnostic> {
  if (!branching.states.has(branching.startAt)) {
    yield missing(`${pointer}/StartAt`, branching.startAt);
  }
  for (const [name, state] of branching.states) {
    const at = `${pointer}/States/${name}`;
    if (seen.has(name)) yield error('DUPLICATE_STATE_NAME', `The state name '${name}' is used twice`, at);
    seen.add(name);
    yield* inState(state, branching, at);
    for (const [inside, inner] of innerOf(state)) yield* inBranching(inner, `${at}/${inside}`, seen);
  }
}

function* inState(state: State, branching: Branching, at: string): Generator<Diagnostic> {
  for (const [field, target] of targets(state)) {
    if (!branching.states.has(target)) yield missing(`${at}/${field}`, target);
  }
  if (!('retriers' in state)) return;
  for (const [field, handlers] of [
    ['Retry', state.retriers],
    ['Catch', state.catchers],
  ] as const) {
    for (const [index, { errorEquals }] of handlers.entries()) {
      if (!errorEquals.includes('States.ALL')) continue;
      if (errorEquals.length > 1 || index < handlers.length - 1) {
        yield error(
          'SCHEMA_VALIDATION_FAILED',
          'States.ALL must stand alone, and last',
          `${at}/${field}[${index}]/ErrorEquals`,
        );
      }
    }
  }
}

/** Every state that this one can lead to, with the field that names it. */
export function targets(state: State): [field: string, target: string][] {
  const found: [string, string][] = [];
  if ('next' in state && state.next !== undefined) found.push(['Next', state.next]);
  if ('catchers' in state) {
    for (const [index, { next }] of state.catchers.entries()) found.push([`Catch[${index}]/Next`, next]);
  }
  if (state.type !== 'Choice') return found;
  for (const [index, { next }] of state.choices.entries()) found.push([`Choices[${index}]/Next`, next]);
  if (state.fallback !== undefined) found.push(['Default', state.fallback]);
  return found;
}

function missing(location: string, target: string): Diagnostic {
  return error('MISSING_TRANSITION_TARGET', `Missing 'Next' target: ${target}`, location);
}

function error(code: string, message: string, location: string): Diagnostic {
  return { severity: 'ERROR', code, message, location };
}
