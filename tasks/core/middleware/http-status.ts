import {
  BadRequestError,
  ConflictError,
  DependencyError,
  ForbiddenError,
  type Gen3dError,
  GoneError,
  NotFoundError,
  PayloadTooLargeError,
  UnauthorizedError,
} from '../errors.ts';

/** Status of each error that clients may see. Any other error is a 500. */
const statuses = [
  [BadRequestError, 400],
  [UnauthorizedError, 401],
  [ForbiddenError, 403],
  [NotFoundError, 404],
  [ConflictError, 409],
  [GoneError, 410],
  [PayloadTooLargeError, 413],
  [DependencyError, 503],
] as const;

/** The HTTP status of a domain error. */
export function httpStatusOf(error: Gen3dError): number {
  return statuses.find(([type]) => error instanceof type)?.[1] ?? 500;
}
