import { CommanderError } from 'commander';
import {
  AlphaMaskMissingError,
  ClientError,
  MaskRefusedError,
  SessionFailedError,
  SignInRequiredError,
  UsageError,
} from './errors.ts';
import { EmbeddingsError, PromptError } from './mask/index.ts';

/** How a failed command ends: what to print, and the exit code. */
export interface Failure {
  readonly text: string | undefined;
  readonly exitCode: number;
}

export const exitCodes = { failed: 1, usage: 2, interrupted: 130 } as const;

/** @param watched the session that the command was watching */
export function failureOf(error: unknown, interrupted: boolean, watched?: string): Failure {
  if (interrupted) return { text: interruption(watched), exitCode: exitCodes.interrupted };
  if (error instanceof CommanderError) return commandLineFailure(error);
  if (error instanceof UsageError) return { text: error.message, exitCode: exitCodes.usage };
  if (error instanceof ClientError) return { text: withAdvice(error), exitCode: exitCodes.failed };
  if (error instanceof PromptError || error instanceof EmbeddingsError) {
    return { text: withNextSelection(error, watched), exitCode: exitCodes.failed };
  }
  const text = error instanceof Error ? error.message : String(error);
  return { text: `Something went wrong: ${text}`, exitCode: exitCodes.failed };
}

/** Commander has already printed what is wrong. */
function commandLineFailure(error: CommanderError): Failure {
  return { text: undefined, exitCode: error.exitCode === 0 ? 0 : exitCodes.usage };
}

function interruption(watched: string | undefined): string {
  if (watched === undefined) return 'Stopped.';
  return `Stopped watching. Session ${watched} continues. To see it: gen3d status ${watched}. To cancel it: gen3d cancel ${watched}.`;
}

/** The session keeps waiting, so another selection is enough. */
function withNextSelection(error: Error, watched: string | undefined): string {
  return watched === undefined
    ? error.message
    : `${error.message} Select again: gen3d mask ${watched} --point X,Y`;
}

function withAdvice(error: ClientError): string {
  if (error instanceof SignInRequiredError) return "You aren't signed in. Run gen3d login.";
  if (error instanceof AlphaMaskMissingError) {
    return `${error.message} For example: gen3d mask ${error.jobId} --point X,Y`;
  }
  if (error instanceof MaskRefusedError) {
    return `${error.message} Try another: gen3d mask ${error.jobId} --point X,Y`;
  }
  if (error instanceof SessionFailedError) {
    return isOfPhoto(error) ? error.message : `${error.message} Try again: gen3d retry ${error.jobId}`;
  }
  return error.message;
}

/** The photo itself was rejected: the same photo fails again, and the message says what to do with it. */
function isOfPhoto({ code }: SessionFailedError): boolean {
  return code.startsWith('Photo');
}
