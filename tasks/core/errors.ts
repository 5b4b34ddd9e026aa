/** What every error of ours carries: a stable code, the HTTP status it maps to, and structured fields. */
export abstract class Gen3dError extends Error {
  abstract readonly status: number;
  readonly code: string;
  readonly fields: Readonly<Record<string, string | number | boolean>>;

  /** @param code stable, PascalCase; also the error name that Step Functions sees */
  constructor(code: string, message: string, fields: Record<string, string | number | boolean> = {}) {
    super(message);
    this.code = code;
    this.name = code;
    this.fields = fields;
  }
}

/** The request itself is wrong: the message says what to change. */
export class BadRequestError extends Gen3dError {
  readonly status = 400;
}

/** Nobody is signed in, or not with an ID token. */
export class UnauthorizedError extends Gen3dError {
  readonly status = 401;
}

/** Signed in, but not allowed to do this. */
export class ForbiddenError extends Gen3dError {
  readonly status = 403;
}

/** Not there, or somebody else's: the two are not told apart. */
export class NotFoundError extends Gen3dError {
  readonly status = 404;
}

/** Right in itself, but not at this moment of the session. */
export class ConflictError extends Gen3dError {
  readonly status = 409;
}

/** It was there, and its time is over. */
export class GoneError extends Gen3dError {
  readonly status = 410;
}

/** More bytes than the route takes. */
export class PayloadTooLargeError extends Gen3dError {
  readonly status = 413;
}

/** A session cannot go on with what the user gave: not retried, caught, told. */
export class InvalidInputError extends Gen3dError {
  readonly status = 422;
}

/** The model failed or answered nonsense; some codes are retried by the state machine. */
export class InferenceError extends Gen3dError {
  readonly status = 502;
}

/** A service that we call did not do its part. */
export class DependencyError extends Gen3dError {
  readonly status = 503;
}

/** The function was deployed with a wrong or missing setting. */
export class ConfigurationError extends Gen3dError {
  readonly status = 500;
}

/** A caller of ours broke a contract: a fault of the program, not of a user. */
export class ContractError extends Gen3dError {
  readonly status = 500;
}

/** The session has failed: carries the true error out of HandleError. */
export class SessionFailure extends Gen3dError {
  readonly status = 500;
  /** No frames: Lambda would show them to whoever reads the execution, as if the handler were at fault. */
  override readonly stack = `${this.name}: ${this.message}`;
}
