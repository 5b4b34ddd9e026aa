import { ClientError, UsageError } from '#client/errors.ts';
import { exitCodes, type Failure, failureOf } from '#client/failure.ts';
import { EnvironmentError } from '../errors.ts';
import { PageError } from '../scripted-user/http-browser.ts';

/** The message and exit code of a failed demo. */
export function demoFailure(error: unknown, interrupted: boolean): Failure {
  if (interrupted) {
    const text = 'Stopped. To continue the session, run: npm start -- --folder .gen3d/demo';
    return { text, exitCode: exitCodes.interrupted };
  }
  if (error instanceof UsageError) return failureOf(error, false);
  // The command line's advice assumes a running server.
  if (error instanceof ClientError || error instanceof EnvironmentError || error instanceof PageError) {
    return { text: error.message, exitCode: exitCodes.failed };
  }
  return failureOf(error, false);
}
