/** A running emulator of one AWS service, listening on loopback. */
export interface Service {
  /** Base URL, for `AWS_ENDPOINT_URL_*`. */
  readonly url: string;
  /** Stops listening; what was acknowledged is on disk. */
  close(): Promise<void>;
}

/**
 * The local environment's only key pair, generated at the first start. Every SDK request must be signed with
 * it.
 */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Options that every emulator has. */
export interface ServiceOptions {
  /** The emulator's own folder below the state folder, created when missing. */
  readonly folder: string;
  readonly credentials: Credentials;
  /** 0 takes a free port. */
  readonly port: number;
  readonly region: string;
  readonly accountId: string;
}

/** Calls a Lambda function. Resolves to its result, or to the function's own error. */
export type InvokeFunction = (name: string, payload: unknown, signal?: AbortSignal) => Promise<InvokeResult>;
export type InvokeResult =
  | { readonly ok: true; readonly payload: unknown }
  | { readonly ok: false; readonly errorType: string; readonly errorMessage: string };

/**
 * Returns the service with a `close` that closes the server first, then everything that was opened, in
 * reverse order. It empties the stack, so leaving the starting function closes nothing.
 */
export function closingWith<S extends Service>(opened: AsyncDisposableStack, server: S): S {
  const closing = opened.move();
  closing.defer(() => server.close());
  return { ...server, close: () => closing.disposeAsync() };
}
