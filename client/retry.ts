import { ApiError, DownloadError, NetworkError, UploadError } from './errors.ts';

export interface RetryPolicy {
  /** Tries in all, the first included. */
  readonly attempts: number;
  /** Milliseconds before the second try; doubles with each further one. */
  readonly firstDelay: number;
  /** Upper bound of one delay in milliseconds. */
  readonly maxDelay: number;
}

export const defaultRetries: RetryPolicy = { attempts: 5, firstDelay: 300, maxDelay: 8_000 };

/** Resolves after so many milliseconds; rejects with the signal's reason when it is aborted first. */
export type Sleep = (milliseconds: number, signal?: AbortSignal) => Promise<void>;

export const sleep: Sleep = (milliseconds, signal) =>
  new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', stop, { once: true });
  });

/** A delay between half of `milliseconds` and all of it, so that many clients do not come back at once. */
export function jittered(milliseconds: number, random: () => number = Math.random): number {
  return milliseconds * (0.5 + random() / 2);
}

/** May the same request succeed when it is simply sent again? */
export function isTransient(error: unknown): boolean {
  if (error instanceof NetworkError) return true;
  const status = statusOf(error);
  return status === 429 || status === 408 || status >= 500;
}

function statusOf(error: unknown): number {
  const answered =
    error instanceof ApiError || error instanceof UploadError || error instanceof DownloadError;
  return answered ? error.status : 0;
}

/**
 * Calls `operation` until it succeeds, fails for good, or the tries are used up. Every request of the API
 * may be repeated: the same session twice is the same session, the same mask twice the same mask.
 */
export async function withRetries<T>(
  operation: () => Promise<T>,
  policy: RetryPolicy,
  pause: Sleep,
  signal?: AbortSignal,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await operation();
    } catch (error) {
      if (attempt >= policy.attempts || !isTransient(error)) throw error;
      await pause(delayBefore(attempt, policy, error), signal);
    }
  }
}

function delayBefore(attempt: number, policy: RetryPolicy, error: unknown): number {
  const asked = error instanceof ApiError && error.retryAfter ? error.retryAfter * 1_000 : 0;
  const grown = jittered(policy.firstDelay * 2 ** (attempt - 1));
  return Math.min(Math.max(asked, grown), policy.maxDelay);
}
