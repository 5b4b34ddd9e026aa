import { ClientError, UsageError } from '#client/errors.ts';
import { exitCodes, type Failure, failureOf } from '#client/failure.ts';
import { HomeError } from '../errors.ts';
import { PageError } from './form-browser.ts';

/** How the demo ended that did not come through: the session, if there is one, is kept with its home. */
export function demoFailure(error: unknown, interrupted: boolean): Failure {
  if (interrupted) {
    const text = 'Stopped. What was begun is kept, and goes on with npm start -- --folder .gen3d/demo';
    return { text, exitCode: exitCodes.interrupted };
  }
  if (error instanceof UsageError) return failureOf(error, false);
  // The advice of the command line is for a home that goes on running.
  if (error instanceof ClientError || error instanceof HomeError || error instanceof PageError) {
    return { text: error.message, exitCode: exitCodes.failed };
  }
  return failureOf(error, false);
}
