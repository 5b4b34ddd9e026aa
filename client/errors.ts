import type { core } from 'zod/mini';

/** Every error of the client has a stable code and a message that says what to do. */
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

/** Nobody is signed in, or the sign-in has expired. */
export class SignInRequiredError extends ClientError {
  constructor(message = "You aren't signed in, or your sign-in has expired. Sign in again.") {
    super('SignInRequired', message);
  }
}

/** The service could not be reached, or did not answer in time. */
export class NetworkError extends ClientError {
  constructor(origin: string, cause?: unknown) {
    super('NetworkError', `Can't reach ${origin}. Check the address and your connection.`, { cause });
  }
}

/** The answer does not match the contract of this version of the client. */
export class UnexpectedAnswerError extends ClientError {
  constructor(what: string, detail: string) {
    super('UnexpectedAnswer', `${what}: unexpected answer (${detail}). Is the API URL right?`);
  }

  /** Names the first member that is wrong. */
  static of(what: string, error: core.$ZodError): UnexpectedAnswerError {
    const [first] = error.issues;
    const where = first?.path.join('.') || 'body';
    return new UnexpectedAnswerError(what, `${where}: ${first?.message ?? 'invalid'}`);
  }
}

/** The object store rejected a file. */
export class UploadError extends ClientError {
  readonly status: number;

  constructor(status: number, code: string, message: string) {
    super(code, `Upload failed: ${message}`);
    this.status = status;
  }
}

/** The object store did not return a file. */
export class DownloadError extends ClientError {
  readonly status: number;

  constructor(status: number) {
    super('DownloadFailed', `Download failed (HTTP status ${status}). Try again.`);
    this.status = status;
  }
}

/** The session does not have this file, at least not yet. */
export class FileMissingError extends ClientError {
  constructor(jobId: string, file: string) {
    super('FileMissing', `Session ${jobId} has no file "${file}" yet.`);
  }
}

/** The photo has no transparency that could be its mask. */
export class AlphaMaskMissingError extends ClientError {
  readonly jobId: string;

  constructor(jobId: string) {
    super('AlphaMaskMissing', 'This photo has no transparency. Select the object in another way.');
    this.jobId = jobId;
  }
}

/** A session did not reach the awaited status in time; it continues without the client. */
export class WaitTimeoutError extends ClientError {
  readonly jobId: string;

  constructor(jobId: string, seconds: number) {
    super('WaitTimeout', `Session ${jobId} is not ready after ${seconds} s. It continues on its own.`);
    this.jobId = jobId;
  }
}

/** The issuer rejected the sign-in, or its answer is invalid. */
export class SignInError extends ClientError {
  constructor(code: string, message: string, cause?: unknown) {
    super(code, message, { cause });
  }
}

/** The arguments of a command are wrong; the message says what it needs. */
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

/** The submitted mask was rejected; the session waits for another. */
export class MaskRefusedError extends ClientError {
  readonly jobId: string;

  constructor(jobId: string, code: string, message: string) {
    super(code, message);
    this.jobId = jobId;
  }
}
