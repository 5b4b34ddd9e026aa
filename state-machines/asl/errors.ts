/** Errors of the interpreter that a history does not record. */

/** One problem of a definition, in the form of ValidateStateMachineDefinition. */
export interface Diagnostic {
  readonly severity: 'ERROR' | 'WARNING';
  readonly code: string;
  readonly message: string;
  /** JSON pointer, such as `/States/WaitForMask/Resource`. */
  readonly location: string;
}

/** The definition is invalid or not supported. CreateStateMachine reports it as `InvalidDefinition`. */
export class InvalidDefinitionError extends Error {
  readonly code = 'InvalidDefinition';
  override readonly name = 'InvalidDefinition';
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super(
      `Invalid State Machine Definition: ${diagnostics.map((one) => `'${one.code}: ${one.message} at ${one.location}'`).join(', ')}`,
    );
    this.diagnostics = diagnostics;
  }
}

/** The events are not a history of this definition. */
export class HistoryMismatchError extends Error {
  readonly code = 'HistoryMismatch';
  override readonly name = 'HistoryMismatch';
  readonly eventId: number;

  constructor(eventId: number, problem: string) {
    super(`Event ${eventId} does not fit the definition: ${problem}`);
    this.eventId = eventId;
  }
}

/** An expression failed or returned a value of the wrong type: `States.QueryEvaluationError`. */
export class EvaluationError extends Error {
  override readonly name = 'States.QueryEvaluationError';
  /** Path inside the state; undefined when no expression is the cause. */
  readonly location: string | undefined;
  /** True when AWS reports the error after the state was entered. */
  readonly afterEntry: boolean;

  constructor(message: string, location: string | undefined, afterEntry = false) {
    super(message);
    this.location = location;
    this.afterEntry = afterEntry;
  }
}
