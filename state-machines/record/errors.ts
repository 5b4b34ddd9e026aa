export type RecordErrorCode = 'ExecutionUnknown' | 'MachineUnknown' | 'RecordingExists' | 'HomeUnknown';

/** A recording that could not be made; the message says what to do. */
export class RecordError extends Error {
  override readonly name = 'RecordError';
  readonly code: RecordErrorCode;

  constructor(code: RecordErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
