import type { MessagePort } from 'node:worker_threads';

/** One invocation, as it is handed to a worker thread. */
export interface Call {
  readonly requestId: string;
  /** JSON text of the event. */
  readonly payload: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memoryMb: number;
  readonly timeoutMs: number;
  /** Module of the bundle, and the name of its export. */
  readonly file: string;
  readonly handler: string;
  /** File that everything the function prints is appended to. */
  readonly logFile: string;
  /** Shows it on the terminal too. */
  readonly verbose: boolean;
  /** Told `started` when the module is loaded: only then the function's time begins. */
  readonly port: MessagePort;
}

/** What became of it: JSON text of the result, or the function's own error. */
export type CallResult =
  | { readonly ok: true; readonly payload: string }
  | {
      readonly ok: false;
      readonly errorType: string;
      readonly errorMessage: string;
      readonly trace: readonly string[];
    };

/** The process of a function ended in the middle of a call: process.exit, or an error nobody caught. */
export class RuntimeExit extends Error {
  constructor(status: number | string) {
    super(`Runtime exited with error: exit status ${status}`);
    this.name = 'Runtime.ExitError';
  }
}
