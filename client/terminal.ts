/** A stream that text is written to; `isTTY` when a person watches it. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

/** Everything that a command may touch outside itself, so that tests can run commands in-process. */
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
