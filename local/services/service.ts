/** A running emulation of one AWS service, listening on loopback. */
export interface Service {
  /** Base URL, for `AWS_ENDPOINT_URL_*`. */
  readonly url: string;
  /** Stops listening; what was acknowledged is on disk. */
  close(): Promise<void>;
}

/** The one key pair of the home, made at its first start. Every SDK request must be signed with it. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** What every service is started with. */
export interface ServiceOptions {
  /** Folder of this service alone, below the home's state folder; made when missing. */
  readonly folder: string;
  readonly credentials: Credentials;
  /** 0 takes a free port. */
  readonly port: number;
  readonly region: string;
  readonly accountId: string;
}

/** Calls a Lambda function and waits: the result payload, or the function's own error. */
export type InvokeFunction = (name: string, payload: unknown, signal?: AbortSignal) => Promise<InvokeResult>;
export type InvokeResult =
  | { readonly ok: true; readonly payload: unknown }
  | { readonly ok: false; readonly errorType: string; readonly errorMessage: string };
