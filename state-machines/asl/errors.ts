/** What can go wrong inside the interpreter, apart from what the history itself records. */

/** One finding about a definition, in the shape of ValidateStateMachineDefinition. */
export interface Diagnostic {
  readonly severity: 'ERROR' | 'WARNING';
  readonly code: string;
  readonly message: string;
  /** JSON pointer, such as `/States/WaitForMask/Resource`. */
  readonly location: string;
}

/** The definition cannot run here. CreateStateMachine answers it as `InvalidDefinition`. */
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

/** A history that does not belong to the definition, or is no history. */
export class HistoryMismatchError extends Error {
  readonly code = 'HistoryMismatch';
  override readonly name = 'HistoryMismatch';
  readonly eventId: number;

  constructor(eventId: number, problem: string) {
    super(`Event ${eventId} does not fit the definition: ${problem}`);
    this.eventId = eventId;
  }
}

/** An expression failed, or gave a value that its field cannot take: `States.QueryEvaluationError`. */
export class EvaluationError extends Error {
  override readonly name = 'States.QueryEvaluationError';
  /** Slash path inside the state; undefined where no expression is to blame. */
  readonly location: string | undefined;
  /** True where AWS reports it after the state was entered. */
  readonly afterEntry: boolean;

  constructor(message: string, location: string | undefined, afterEntry = false) {
    super(message);
    this.location = location;
    this.afterEntry = afterEntry;
  }
}
