import type { MessagePort } from 'node:worker_threads';

/** One invocation, as passed to a worker thread. */
export interface Call {
  readonly requestId: string;
  /** JSON text of the event. */
  readonly payload: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memoryMb: number;
  readonly timeoutMs: number;
  /** Module of the bundle and name of the exported handler. */
  readonly file: string;
  readonly handler: string;
  /** File for everything that the function prints. */
  readonly logFile: string;
  /** Also prints it on the terminal. */
  readonly verbose: boolean;
  /** Receives `started` when the module is loaded; the function's timeout starts then. */
  readonly port: MessagePort;
}

/** The result as JSON text, or the function's error. */
export type CallResult =
  | { readonly ok: true; readonly payload: string }
  | {
      readonly ok: false;
      readonly errorType: string;
      readonly errorMessage: string;
      readonly trace: readonly string[];
    };

/** The function's process ended during a call, by process.exit or an uncaught error. */
export class RuntimeExit extends Error {
  constructor(status: number | string) {
    super(`Runtime exited with error: exit status ${status}`);
    this.name = 'Runtime.ExitError';
  }
}

/** The name of a function, from its name or ARN. */
export function functionNameOf(nameOrArn: string): string {
  const parts = nameOrArn.split(':');
  const at = parts.indexOf('function');
  return (at < 0 ? parts[0] : parts[at + 1]) ?? nameOrArn;
}
