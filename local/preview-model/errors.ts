import { Gen3dError } from '#tasks/core/errors.ts';

/** A job that cannot be done; answered as HTTP 200 with its code, as the container does. */
export class ModelError extends Gen3dError {
  readonly status = 200;
}
