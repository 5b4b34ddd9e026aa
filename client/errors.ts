import type { core } from 'zod/mini';

/** What every error of the client carries: a stable code and a message that says what to do. */
export abstract class ClientError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
    this.name = new.target.name;
  }
}

/** The API refused the request: its own `{error: {code, message}}`, with the HTTP status. */
export class ApiError extends ClientError {
  readonly status: number;
  /** Seconds that the API asks to wait before another try. */
  readonly retryAfter: number | undefined;

  constructor(status: number, code: string, message: string, retryAfter?: number) {
    super(code, message);
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

/** Nobody is signed in, or the sign-in has run out. */
export class SignInRequiredError extends ClientError {
  constructor(message = 'You are not signed in, or your sign-in has run out; sign in again.') {
    super('SignInRequired', message);
  }
}

/** The service could not be reached, or did not answer in time. */
export class NetworkError extends ClientError {
  constructor(origin: string, cause?: unknown) {
    super('NetworkError', `${origin} cannot be reached; check the address and your connection.`, { cause });
  }
}

/** The service answered something that this version of the client does not understand. */
export class UnexpectedAnswerError extends ClientError {
  constructor(what: string, detail: string) {
    super('UnexpectedAnswer', `${what} was answered in an unknown form (${detail}); is the API URL right?`);
  }

  /** Names the first thing that is wrong. */
  static of(what: string, error: core.$ZodError): UnexpectedAnswerError {
    const [first] = error.issues;
    const where = first?.path.join('.') || 'the whole';
    return new UnexpectedAnswerError(what, `${where}: ${first?.message ?? 'invalid'}`);
  }
}

/** The object store refused a file. */
export class UploadError extends ClientError {
  readonly status: number;

  constructor(status: number, code: string, message: string) {
    super(code, `The upload was refused: ${message}`);
    this.status = status;
  }
}

/** The object store did not give a file. */
export class DownloadError extends ClientError {
  readonly status: number;

  constructor(status: number) {
    super('DownloadFailed', `The file could not be downloaded (HTTP status ${status}); try again.`);
    this.status = status;
  }
}

/** The session has no such file, or not yet. */
export class FileMissingError extends ClientError {
  constructor(jobId: string, file: string) {
    super('FileMissing', `Session ${jobId} has no file "${file}" (yet).`);
  }
}

/** A session did not reach the awaited state in time; it goes on without the client. */
export class WaitTimeoutError extends ClientError {
  readonly jobId: string;

  constructor(jobId: string, seconds: number) {
    super('WaitTimeout', `Session ${jobId} is not there yet after ${seconds} s; it goes on by itself.`);
    this.jobId = jobId;
  }
}

/** The issuer refused the sign-in, or its answer did not pass the checks. */
export class SignInError extends ClientError {
  constructor(code: string, message: string, cause?: unknown) {
    super(code, message, { cause });
  }
}

/** The command was called wrongly: the message says what it needs. */
export class UsageError extends ClientError {
  constructor(message: string) {
    super('Usage', message);
  }
}

/** The session ended without a model. */
export class SessionFailedError extends ClientError {
  readonly jobId: string;

  constructor(jobId: string, code: string, message: string) {
    super(code, message);
    this.jobId = jobId;
  }
}

/** The mask that was handed in is not good enough; the session waits for another. */
export class MaskRefusedError extends ClientError {
  readonly jobId: string;

  constructor(jobId: string, code: string, message: string) {
    super(code, message);
    this.jobId = jobId;
  }
}
