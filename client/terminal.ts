/** A stream for text; `isTTY` when it is a terminal. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

/** All that a command needs from its process, so that tests can run commands in-process. */
export interface Terminal {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
  readonly fetch: typeof fetch;
  readonly openPage: (url: URL) => Promise<void> | void;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

export function printLine(output: Output, text: string): void {
  output.write(`${text}\n`);
}
