/** The operator API: Step Functions for the page, with an ID token in place of a signature. */
import type * as z from 'zod';
import { NetworkError } from '#client/errors.ts';
import { fetchWithRenewal } from '#web/api/fetch.ts';
import { Anything, Refusal } from './shapes.ts';

/** The operator API, or Step Functions behind it, refused a call. The message gives the reason. */
export class OperatorApiError extends Error {
  override readonly name = 'OperatorApiError';
  /** Step Functions' error code, `NotAnOperator`, or `NoOperatorApi` if the page's server has none. */
  readonly code: string;
  readonly status: number;

  constructor(code: string, status: number, message: string) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** Whether the same call may succeed later. */
export function isTransient(error: Error): boolean {
  return !(error instanceof OperatorApiError && error.status < 500);
}

export interface Tokens {
  /** The ID token for the next call. */
  readonly token: () => Promise<string>;
  /** A new token in place of a refused one. */
  readonly replace: (refused: string) => Promise<string>;
}

export class OperatorApi {
  readonly #tokens: Tokens;
  readonly #fetch: typeof fetch;

  constructor(tokens: Tokens, fetcher?: typeof fetch) {
    this.#tokens = tokens;
    this.#fetch = fetchWithRenewal(tokens.replace, fetcher);
  }

  /**
   * Calls Step Functions.
   *
   * @param action such as `ListExecutions`
   * @param shape schema of the answer
   * @throws OperatorApiError, NetworkError, SignInRequiredError
   */
  call<T extends z.ZodType>(
    action: string,
    input: object,
    shape: T,
    signal?: AbortSignal,
  ): Promise<z.infer<T>> {
    return this.#send(
      '/operator/step-functions',
      {
        method: 'POST',
        headers: {
          'content-type': 'application/x-amz-json-1.0',
          'x-amz-target': `AWSStepFunctions.${action}`,
        },
        body: JSON.stringify(input),
        ...(signal && { signal }),
      },
      shape,
    );
  }

  /** Submits a mask on behalf of the session's owner. @throws OperatorApiError, NetworkError */
  async submitMask(execution: string, mask: Blob, quality: string): Promise<void> {
    const path = `/operator/masks/${encodeURIComponent(execution)}?quality=${quality}`;
    const headers = { 'content-type': mask.type };
    await this.#send(path, { method: 'PUT', headers, body: mask }, Anything);
  }

  async #send<T extends z.ZodType>(path: string, init: RequestInit, shape: T): Promise<z.infer<T>> {
    const headers = { ...init.headers, authorization: `Bearer ${await this.#tokens.token()}` };
    const response = await this.#fetch(path, { ...init, headers }).catch((error: unknown) => {
      throw error instanceof TypeError ? new NetworkError(location.origin, error) : error;
    });
    const body: unknown = await response.json().catch(() => undefined);
    if (response.ok && body !== undefined) return shape.parse(body);
    const refusal = Refusal.safeParse(body);
    if (refusal.success)
      throw new OperatorApiError(refusal.data.__type, response.status, refusal.data.message);
    throw new OperatorApiError(
      'NoOperatorApi',
      response.status,
      'This page shows the executions of a local server. On AWS, use the Step Functions console.',
    );
  }
}
