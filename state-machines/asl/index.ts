/**
 * The Amazon States Language, JSONata only, as a pure function of history: no I/O, no clock, no chance.
 * `compile` makes a definition ready to run; what it returns folds histories and says what comes next.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { base64url, utf8 } from './bytes.ts';
import { checkDefinition } from './definition/validate.ts';
import { type Diagnostic, InvalidDefinitionError } from './errors.ts';
import type { TokenMaker } from './execution/run.ts';
import { CompiledMachine } from './machine.ts';
import type { Machine } from './types.ts';

export type { Diagnostic } from './errors.ts';
export { EvaluationError, HistoryMismatchError, InvalidDefinitionError } from './errors.ts';
export type { TokenMaker } from './execution/run.ts';
export type * from './types.ts';

export interface CompileOptions {
  /**
   * Makes the token of a `.waitForTaskToken` task. Key it with a secret where others can reach the API: who
   * knows a token may answer its task. Without it tokens are derived from the identity alone, for simulations.
   */
  readonly token?: TokenMaker;
}

/**
 * @param definition the state machine's JSON, as text or parsed
 * @throws InvalidDefinitionError with a diagnostic for everything that is wrong or not supported
 */
export function compile(definition: unknown, options: CompileOptions = {}): Machine {
  const checked = checkDefinition(definition);
  if (checked.definition === undefined) throw new InvalidDefinitionError(checked.diagnostics);
  return new CompiledMachine(checked.definition, options.token ?? plainToken);
}

/** Everything that is known to be wrong with a definition. Empty or warnings only: it can be created. */
export function validateDefinition(definition: unknown): readonly Diagnostic[] {
  return checkDefinition(definition).diagnostics;
}

function plainToken(executionArn: string, scheduledEventId: number): string {
  return base64url(sha256(utf8(`${executionArn}|${scheduledEventId}`)));
}
