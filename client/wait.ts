import type { StatusResponse } from '#contracts/api.ts';
import { type Backoff, type BackoffOptions, nextBackoff } from './backoff.ts';
import { WaitTimeoutError } from './errors.ts';
import type { Sleep } from './retry.ts';

export interface WaitOptions extends Pick<BackoffOptions, 'firstInterval' | 'maxInterval'> {
  readonly signal?: AbortSignal;
  /** Called with every status, the last included. */
  readonly onStatus?: (status: StatusResponse) => void;
  /** Milliseconds before giving up. Default: never. */
  readonly timeout?: number;
}

/**
 * Polls a session's status until `done` accepts it, less often the longer it stays the same.
 * @throws WaitTimeoutError; the signal's reason
 * @example
 * const ended = ({ status }: StatusResponse) => status === 'completed' || status === 'failed';
 * await client.waitFor(jobId, ended, { timeout: 600_000, onStatus: ({ progress }) => console.log(progress) });
 */
export async function pollStatus(
  read: (signal?: AbortSignal) => Promise<StatusResponse>,
  done: (status: StatusResponse) => boolean,
  pause: Sleep,
  options: WaitOptions = {},
): Promise<StatusResponse> {
  const { signal, onStatus, timeout = Number.POSITIVE_INFINITY } = options;
  const started = Date.now();
  let backoff: Backoff | undefined;
  for (;;) {
    signal?.throwIfAborted();
    const status = await read(signal);
    onStatus?.(status);
    if (done(status)) return status;
    if (Date.now() - started >= timeout) {
      throw new WaitTimeoutError(status.job_id, Math.round(timeout / 1_000));
    }
    backoff = nextBackoff(backoff, status.updated_at, options);
    await pause(backoff.pause, signal);
  }
}
