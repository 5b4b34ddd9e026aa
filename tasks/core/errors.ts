import type { Reason } from '#contracts/common.ts';

/**
 * Base of all domain errors: a stable code and structured fields. `middleware/http-status.ts` maps the classes to
 * HTTP statuses.
 */
export abstract class Gen3dError extends Error {
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

/** The request is invalid. The message says what to change. */
export class BadRequestError extends Gen3dError {}

/** The request has no valid ID token. */
export class UnauthorizedError extends Gen3dError {}

/** The caller is signed in but not allowed to do this. */
export class ForbiddenError extends Gen3dError {}

/** It does not exist, or belongs to another user. Both look the same to the caller. */
export class NotFoundError extends Gen3dError {}

/** The request is valid, but not in the current state of the session. */
export class ConflictError extends Gen3dError {}

/** It existed and has expired. */
export class GoneError extends Gen3dError {}

/** The body is larger than the route accepts. */
export class PayloadTooLargeError extends Gen3dError {}

/** The photo or mask is invalid. Never retried; the user gets the message. */
export class InvalidInputError extends Gen3dError {}

/** The model failed or returned an invalid answer. The state machine retries some codes. */
export class InferenceError extends Gen3dError {}

/** A service that we call failed. */
export class DependencyError extends Gen3dError {}

/** The function has an invalid or missing setting. */
export class ConfigurationError extends Gen3dError {}

/** One of our own callers broke a contract: a bug, not a user's fault. */
export class ContractError extends Gen3dError {}

/** The session has failed. HandleError throws it with the original error. */
export class SessionFailure extends Gen3dError {
  /** Without frames: Lambda would add them to the execution, as if the handler were at fault. */
  override readonly stack = `${this.name}: ${this.message}`;
}

/** @throws InvalidInputError when there is a reason */
export function refuse(reason: Reason | undefined): void {
  if (reason !== undefined) throw new InvalidInputError(reason.code, reason.message);
}

/** One error for a session that is missing and for one of another user. */
export function sessionNotFound(): NotFoundError {
  return new NotFoundError('SessionNotFound', 'Session not found.');
}
