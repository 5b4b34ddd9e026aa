import type { z } from 'zod';
import {
  DeleteResponse,
  type InitializeRequest,
  InitializeResponse,
  type ReconstructRequest,
  ReconstructResponse,
  type ResultFile,
  ResultResponse,
  type SessionSummary,
  SessionsResponse,
  StatusResponse,
  type UploadRequest,
  UploadResponse,
} from '#contracts/api.ts';
import { fetchFile } from './download.ts';
import { FileMissingError } from './errors.ts';
import { defaultRetries, type RetryPolicy, type Sleep, sleep } from './retry.ts';
import { callApi, type Transport } from './transport.ts';
import { type FormPoster, fetchPoster, postFile, type UploadOptions } from './upload.ts';
import { pollStatus, type WaitOptions } from './wait.ts';

export interface ClientOptions {
  /** The API with its stage, for instance `https://….execute-api.eu-central-1.amazonaws.com/prod`. */
  readonly apiUrl: string;
  /** The signed-in user's ID token. Called before each try, so that it can be refreshed. */
  readonly token: () => Promise<string>;
  readonly fetch?: typeof fetch;
  readonly postForm?: FormPoster;
  readonly retries?: RetryPolicy;
  readonly sleep?: Sleep;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
}

/** The Gen3D API, for browsers and Node. Every method may throw the classes of `errors.ts`. */
export interface Client {
  readonly apiUrl: string;
  /**
   * Asks for a form to upload a photo or mask with, or for a server-side copy of an earlier photo.
   * @example
   * const upload = await client.uploads({ kind: 'photo', session_id: 'cup-1', content_type: 'image/jpeg' });
   * await client.uploadFile(upload, file);
   */
  uploads(request: z.input<typeof UploadRequest>, options?: CallOptions): Promise<UploadResponse>;
  /** Sends the file with the form of `uploads`. */
  uploadFile(upload: UploadResponse, file: Blob, options?: UploadOptions): Promise<void>;
  /**
   * Starts the session of an uploaded photo. A repeated call answers with the same session.
   * @example
   * const { job_id } = await client.initialize({ session_id: 'cup-1', image_s3_key: upload.s3_key });
   */
  initialize(
    request: z.input<typeof InitializeRequest>,
    options?: CallOptions,
  ): Promise<z.output<typeof InitializeResponse>>;
  /** Submits an uploaded mask to a session that waits for one. */
  reconstruct(
    request: z.input<typeof ReconstructRequest>,
    options?: CallOptions,
  ): Promise<z.output<typeof ReconstructResponse>>;
  /** Reads a session's status once. To wait for a change, use `waitFor`. */
  status(jobId: string, options?: CallOptions): Promise<StatusResponse>;
  /** One page of the user's sessions, newest first. */
  sessions(page?: { limit?: number; next?: string }, options?: CallOptions): Promise<SessionsResponse>;
  /**
   * All sessions of the user, newest first; reads one page after another.
   * @example
   * for await (const { job_id, status } of client.allSessions()) console.log(job_id, status);
   */
  allSessions(options?: CallOptions): AsyncGenerator<z.output<typeof SessionSummary>>;
  /** Cancels the session and deletes its files. */
  cancel(jobId: string, options?: CallOptions): Promise<z.output<typeof DeleteResponse>>;
  /** Short-lived URLs of the files that the session has so far. */
  result(jobId: string, options?: CallOptions): Promise<ResultResponse>;
  /**
   * Downloads one file of the session.
   * @throws FileMissingError when the session does not have it yet
   * @example
   * await writeFile('cup.ply', await client.file(jobId, 'mesh'));
   */
  file(jobId: string, file: ResultFile, options?: CallOptions): Promise<Uint8Array<ArrayBuffer>>;
  /** Downloads one file by its URL in `result`. Saves a request for each further file. */
  fileOf(result: ResultResponse, file: ResultFile, options?: CallOptions): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * Polls the status until `done` accepts it.
   * @throws WaitTimeoutError after `options.timeout`
   * @example
   * await client.waitFor(jobId, ({ status }) => status === 'awaiting_mask', { timeout: 600_000 });
   */
  waitFor(
    jobId: string,
    done: (status: StatusResponse) => boolean,
    options?: WaitOptions,
  ): Promise<StatusResponse>;
}

/**
 * Creates a client of one API for one user.
 * @example
 * const client = createClient({ apiUrl: 'http://127.0.0.1:33000/prod', token: async () => idToken });
 * const { sessions } = await client.sessions({ limit: 10 });
 */
export function createClient(options: ClientOptions): Client {
  const transport: Transport = {
    // A bare `fetch` must be called without a receiver in browsers.
    fetch: options.fetch ?? ((input, init) => fetch(input, init)),
    token: options.token,
    apiUrl: options.apiUrl.replace(/\/+$/, ''),
    retries: options.retries ?? defaultRetries,
    sleep: options.sleep ?? sleep,
  };
  const poster = options.postForm ?? fetchPoster(transport.fetch);
  return { ...calls(transport), ...files(transport, poster), ...lists(transport), apiUrl: transport.apiUrl };
}

function calls(
  transport: Transport,
): Pick<Client, 'initialize' | 'reconstruct' | 'cancel' | 'result' | 'file' | 'fileOf'> {
  const result: Client['result'] = (jobId, { signal } = {}) =>
    callApi(transport, {
      method: 'GET',
      path: `/sessions/${encodeURIComponent(jobId)}/result`,
      answer: ResultResponse,
      signal,
    });
  const fileOf: Client['fileOf'] = async ({ job_id, files }, file, { signal } = {}) => {
    const url = files[file];
    if (url === undefined) throw new FileMissingError(job_id, file);
    const retry = { policy: transport.retries, sleep: transport.sleep };
    return fetchFile(url, transport.fetch, retry, signal);
  };
  return {
    result,
    fileOf,
    file: async (jobId, file, options) => fileOf(await result(jobId, options), file, options),
    initialize: (body, { signal } = {}) =>
      callApi(transport, { method: 'POST', path: '/initialize', body, answer: InitializeResponse, signal }),
    reconstruct: (body, { signal } = {}) =>
      callApi(transport, { method: 'POST', path: '/reconstruct', body, answer: ReconstructResponse, signal }),
    cancel: (jobId, { signal } = {}) =>
      callApi(transport, {
        method: 'DELETE',
        path: `/sessions/${encodeURIComponent(jobId)}`,
        answer: DeleteResponse,
        signal,
      }),
  };
}

function files(transport: Transport, poster: FormPoster): Pick<Client, 'uploads' | 'uploadFile'> {
  return {
    uploads: (body, { signal } = {}) =>
      callApi(transport, { method: 'POST', path: '/uploads', body, answer: UploadResponse, signal }),
    uploadFile: (upload, file, options) =>
      postFile(upload, file, poster, { policy: transport.retries, sleep: transport.sleep }, options),
  };
}

function lists(transport: Transport): Pick<Client, 'status' | 'waitFor' | 'sessions' | 'allSessions'> {
  const status: Client['status'] = (jobId, { signal } = {}) =>
    callApi(transport, {
      method: 'GET',
      path: `/status/${encodeURIComponent(jobId)}`,
      answer: StatusResponse,
      signal,
    });
  const sessions: Client['sessions'] = (page = {}, { signal } = {}) =>
    callApi(transport, {
      method: 'GET',
      path: `/sessions${queryOf(page)}`,
      answer: SessionsResponse,
      signal,
    });
  return {
    status,
    sessions,
    waitFor: (jobId, done, options = {}) =>
      pollStatus(
        (signal) => status(jobId, signal === undefined ? {} : { signal }),
        done,
        transport.sleep,
        options,
      ),
    async *allSessions(options = {}) {
      let page: SessionsResponse = await sessions({ limit: 100 }, options);
      yield* page.sessions;
      while (page.next !== undefined) {
        page = await sessions({ limit: 100, next: page.next }, options);
        yield* page.sessions;
      }
    },
  };
}

function queryOf(page: { limit?: number; next?: string }): string {
  const query = new URLSearchParams();
  if (page.limit !== undefined) query.set('limit', `${page.limit}`);
  if (page.next !== undefined) query.set('next', page.next);
  return query.size === 0 ? '' : `?${query}`;
}
