export type RecordErrorCode =
  | 'ExecutionUnknown'
  | 'StateMachineUnknown'
  | 'RecordingExists'
  | 'FolderUnknown';

/** A recording failed. The message says what to do. */
export class RecordError extends Error {
  override readonly name = 'RecordError';
  readonly code: RecordErrorCode;

  constructor(code: RecordErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
