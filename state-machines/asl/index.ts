/**
 * The interpreter's public API: the Amazon States Language with JSONata, as a pure function of history. It does no I/O
 * and uses no clock or random source.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { base64url, utf8 } from './bytes.ts';
import { checkDefinition } from './definition/validate.ts';
import { type Diagnostic, InvalidDefinitionError } from './errors.ts';
import type { TokenMaker } from './execution/run.ts';
import { CompiledStateMachine } from './state-machine.ts';
import type { StateMachine } from './types.ts';

export type { Diagnostic } from './errors.ts';
export { EvaluationError, HistoryMismatchError, InvalidDefinitionError } from './errors.ts';
export type { TokenMaker } from './execution/run.ts';
export type * from './types.ts';

export interface CompileOptions {
  /**
   * Makes the token of a `.waitForTaskToken` task. Use a secret key when others can reach the API, because a token
   * allows its holder to answer the task. The default derives tokens from public values and suits simulations.
   */
  readonly token?: TokenMaker;
}

/**
 * Compiles a definition.
 * @param definition the state machine's JSON, as text or parsed
 * @throws InvalidDefinitionError with a diagnostic for every problem
 * @example
 * const stateMachine = compile({
 *   QueryLanguage: 'JSONata',
 *   StartAt: 'Double',
 *   States: { Double: { Type: 'Pass', Output: '{% $states.input * 2 %}', End: true } },
 * });
 * const execution = stateMachine.start({ ...facts, input: '21' });
 * const { events } = stateMachine.advance(execution, { kind: 'start' }, Date.now());
 * events.map(({ type }) => type);
 * // ['ExecutionStarted', 'PassStateEntered', 'PassStateExited', 'ExecutionSucceeded']
 * execution.output; // '42'
 */
export function compile(definition: unknown, options: CompileOptions = {}): StateMachine {
  const checked = checkDefinition(definition);
  if (checked.definition === undefined) throw new InvalidDefinitionError(checked.diagnostics);
  return new CompiledStateMachine(checked.definition, options.token ?? plainToken);
}

/** Finds the problems of a definition. It is valid when the list has no errors. */
export function validateDefinition(definition: unknown): readonly Diagnostic[] {
  return checkDefinition(definition).diagnostics;
}

function plainToken(executionArn: string, scheduledEventId: number): string {
  return base64url(sha256(utf8(`${executionArn}|${scheduledEventId}`)));
}
