import type * as z from 'zod/mini';
import { ErrorBody } from '#contracts/api.ts';
import { ApiError, NetworkError, SignInRequiredError, UnexpectedAnswerError } from './errors.ts';
import { type RetryPolicy, type Sleep, withRetries } from './retry.ts';

export interface Transport {
  readonly fetch: typeof fetch;
  /** The user's ID token. Called before each try, so that it can be refreshed. */
  readonly token: () => Promise<string>;
  /** Base URL of the API with its stage and without a slash at the end. */
  readonly apiUrl: string;
  readonly retries: RetryPolicy;
  readonly sleep: Sleep;
}

export interface ApiRequest<T extends z.ZodMiniType> {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  readonly answer: T;
  readonly signal: AbortSignal | undefined;
}

/** Milliseconds for one try: API Gateway gives up after 29 s. */
const tryTimeout = 35_000;

/**
 * Sends a request to the API, retries transient failures, and validates the answer.
 * @throws SignInRequiredError on 401, ApiError on other error statuses, NetworkError, UnexpectedAnswerError
 */
export function callApi<T extends z.ZodMiniType>(
  transport: Transport,
  request: ApiRequest<T>,
): Promise<z.output<T>> {
  const once = async () => {
    const response = await send(transport, request);
    const body = await readJson(response, request);
    if (!response.ok) throw refusal(response, body);
    return validated(request, body);
  };
  return withRetries(once, transport.retries, transport.sleep, request.signal);
}

async function send(transport: Transport, request: ApiRequest<z.ZodMiniType>): Promise<Response> {
  const headers: Record<string, string> = { authorization: `Bearer ${await transport.token()}` };
  if (request.body !== undefined) headers['content-type'] = 'application/json';
  return guardedFetch(transport.fetch, `${transport.apiUrl}${request.path}`, {
    method: request.method,
    headers,
    ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    signal: withTimeout(tryTimeout, request.signal),
  });
}

/** `fetch` that throws a NetworkError, or the reason when the caller aborts. */
export async function guardedFetch(fetcher: typeof fetch, url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetcher(url, init);
  } catch (error) {
    if (isCallersAbort(error, init.signal)) throw error;
    throw new NetworkError(new URL(url).origin, error);
  }
}

export function withTimeout(milliseconds: number, signal?: AbortSignal): AbortSignal {
  const timeout = AbortSignal.timeout(milliseconds);
  return signal === undefined ? timeout : AbortSignal.any([signal, timeout]);
}

function isCallersAbort(error: unknown, signal: AbortSignal | null | undefined): boolean {
  if (!signal?.aborted) return false;
  const timedOut = error instanceof DOMException && error.name === 'TimeoutError';
  return !timedOut;
}

async function readJson(response: Response, request: ApiRequest<z.ZodMiniType>): Promise<unknown> {
  let text: string;
  try {
    text = await response.text();
  } catch (error) {
    if (request.signal?.aborted) throw error;
    throw new NetworkError(new URL(response.url).origin, error);
  }
  try {
    return JSON.parse(text);
  } catch {
    if (!response.ok) return undefined;
    throw new UnexpectedAnswerError(`${request.method} ${request.path}`, 'not JSON');
  }
}

function refusal(response: Response, body: unknown): ApiError | SignInRequiredError {
  if (response.status === 401) return new SignInRequiredError();
  const parsed = ErrorBody.safeParse(body);
  const { code, message } = parsed.success
    ? parsed.data.error
    : { code: 'HttpError', message: `The API answered with HTTP status ${response.status}.` };
  return new ApiError(response.status, code, message, retryAfterOf(response));
}

function retryAfterOf(response: Response): number | undefined {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined;
}

function validated<T extends z.ZodMiniType>(request: ApiRequest<T>, body: unknown): z.output<T> {
  const parsed = request.answer.safeParse(body);
  if (parsed.success) return parsed.data;
  throw UnexpectedAnswerError.of(`${request.method} ${request.path}`, parsed.error);
}
