import { ApiError, DownloadError, NetworkError, UploadError } from './errors.ts';

export interface RetryPolicy {
  /** Number of tries, the first included. */
  readonly attempts: number;
  /** Milliseconds before the second try. Doubles with each further try. */
  readonly firstDelay: number;
  /** Longest delay in milliseconds, also for Retry-After. */
  readonly maxDelay: number;
}

export const defaultRetries: RetryPolicy = { attempts: 5, firstDelay: 300, maxDelay: 8_000 };

/** Resolves after a number of milliseconds; rejects with the signal's reason when that aborts first. */
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

/** Between half of `milliseconds` and all of it, so that many clients do not return at once. */
export function jittered(milliseconds: number, random: () => number = Math.random): number {
  return milliseconds * (0.5 + random() / 2);
}

/** May the same request succeed on another try? */
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
 * Calls `operation` until it succeeds, fails permanently, or has no tries left. Every request of the API is idempotent,
 * so it may be repeated.
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
