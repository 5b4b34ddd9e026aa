import { SettingsError } from './config.ts';

type ErrorClass = abstract new (...args: never[]) => Error;

/**
 * Runs a command line tool. Errors whose message is enough for the user are printed without a stack trace and end the
 * process with code 1: invalid settings, unknown options, and `expected`.
 */
export async function runCommand(command: () => unknown, ...expected: readonly ErrorClass[]): Promise<void> {
  try {
    await command();
  } catch (error) {
    const known = [SettingsError, ...expected].some((kind) => error instanceof kind);
    if (!(error instanceof Error) || !(known || isOptionError(error))) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

/** Of `parseArgs` in `node:util`. */
function isOptionError(error: Error): boolean {
  return 'code' in error && `${error.code}`.startsWith('ERR_PARSE_ARGS');
}
