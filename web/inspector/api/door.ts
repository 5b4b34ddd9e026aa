/** The operators' door of the home: Step Functions for a page, with an ID token in the place of a signature. */
import type * as z from 'zod';
import { NetworkError } from '#client/errors.ts';
import { fetchWithRenewal } from '#web/api/fetch.ts';
import { Anything, Refusal } from './shapes.ts';

/** The door, or Step Functions behind it, refused; its message says why. */
export class DoorError extends Error {
  override readonly name = 'DoorError';
  /** Step Functions' own code, `NotAnOperator`, or `NoDoor` where the page has no home behind it. */
  readonly code: string;
  readonly status: number;

  constructor(code: string, status: number, message: string) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

export interface Tokens {
  /** An ID token for the next call. */
  readonly token: () => Promise<string>;
  /** Another one in the place of one that was refused. */
  readonly replace: (refused: string) => Promise<string>;
}

export class Door {
  readonly #tokens: Tokens;
  readonly #fetch: typeof fetch;

  constructor(tokens: Tokens, fetcher?: typeof fetch) {
    this.#tokens = tokens;
    this.#fetch = fetchWithRenewal(tokens.replace, fetcher);
  }

  /**
   * @param action of Step Functions, such as `ListExecutions`
   * @throws DoorError, NetworkError, SignInRequiredError
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

  /** Gives a session that waits for its mask this one. @throws DoorError, NetworkError */
  async giveMask(execution: string, png: Blob, quality: string): Promise<void> {
    const path = `/operator/masks/${encodeURIComponent(execution)}?quality=${quality}`;
    await this.#send(path, { method: 'PUT', headers: { 'content-type': 'image/png' }, body: png }, Anything);
  }

  async #send<T extends z.ZodType>(path: string, init: RequestInit, shape: T): Promise<z.infer<T>> {
    const headers = { ...init.headers, authorization: `Bearer ${await this.#tokens.token()}` };
    const response = await this.#fetch(path, { ...init, headers }).catch((error: unknown) => {
      throw error instanceof TypeError ? new NetworkError(location.origin, error) : error;
    });
    const body: unknown = await response.json().catch(() => undefined);
    if (response.ok && body !== undefined) return shape.parse(body);
    const refusal = Refusal.safeParse(body);
    if (refusal.success) throw new DoorError(refusal.data.__type, response.status, refusal.data.message);
    throw new DoorError(
      'NoDoor',
      response.status,
      'Here is no home whose runs could be shown. On AWS the console shows them; a recorded history opens here.',
    );
  }
}
