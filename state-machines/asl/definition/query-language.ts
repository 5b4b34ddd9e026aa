/** Rejects JSONPath: every state must use JSONata, by its own field or by the state machine's default. */
import type { Diagnostic } from '../errors.ts';

type Bag = Readonly<Record<string, unknown>>;

/** Runs before the schema, so that a JSONPath definition gets this reason and not a schema error. */
export function queryLanguageProblems(definition: unknown): Diagnostic[] {
  if (!isBag(definition)) return [];
  return [...inBranch(definition, languageOf(definition, 'JSONPath'), '')];
}

function* inBranch(branch: Bag, inherited: string, pointer: string): Generator<Diagnostic> {
  if (!isBag(branch.States)) return;
  for (const [name, state] of Object.entries(branch.States)) {
    if (isBag(state)) yield* inState(name, state, inherited, `${pointer}/States/${name}`);
  }
}

function* inState(name: string, state: Bag, inherited: string, pointer: string): Generator<Diagnostic> {
  const language = languageOf(state, inherited);
  if (language !== 'JSONata') {
    yield {
      severity: 'ERROR',
      code: 'SCHEMA_VALIDATION_FAILED',
      message: `The state '${name}' uses ${language}, which is not supported: set "QueryLanguage": "JSONata" on the state machine or the state`,
      location: `${pointer}/QueryLanguage`,
    };
  }
  if (isBag(state.ItemProcessor)) yield* inBranch(state.ItemProcessor, inherited, `${pointer}/ItemProcessor`);
  if (!Array.isArray(state.Branches)) return;
  for (const [index, branch] of state.Branches.entries()) {
    if (isBag(branch)) yield* inBranch(branch, inherited, `${pointer}/Branches/${index}`);
  }
}

function languageOf(value: Bag, inherited: string): string {
  return typeof value.QueryLanguage === 'string' ? value.QueryLanguage : inherited;
}

function isBag(value: unknown): value is Bag {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
