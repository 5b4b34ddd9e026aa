import type { StatusResponse } from '#tasks/core/contracts/api.ts';
import { WaitTimeoutError } from './errors.ts';
import { jittered, type Sleep } from './retry.ts';

export interface WaitOptions {
  readonly signal?: AbortSignal;
  /** Told every status that was read. */
  readonly onStatus?: (status: StatusResponse) => void;
  /** Milliseconds between the first two looks; grows while nothing changes, starts again on a change. */
  readonly firstInterval?: number;
  readonly maxInterval?: number;
  /** Milliseconds after which to give up; without it, as long as it takes. */
  readonly timeout?: number;
}

const growth = 1.4;

/** Reads the status, less and less often while it stays the same, until `done` says so. */
export async function pollStatus(
  read: (signal?: AbortSignal) => Promise<StatusResponse>,
  done: (status: StatusResponse) => boolean,
  pause: Sleep,
  options: WaitOptions = {},
): Promise<StatusResponse> {
  const { signal, onStatus, firstInterval = 500, maxInterval = 5_000 } = options;
  const started = Date.now();
  let interval = firstInterval;
  let seen = '';
  for (;;) {
    signal?.throwIfAborted();
    const status = await read(signal);
    onStatus?.(status);
    if (done(status)) return status;
    giveUpAfter(options.timeout, started, status.job_id);
    interval = status.updated_at === seen ? Math.min(interval * growth, maxInterval) : firstInterval;
    seen = status.updated_at;
    await pause(jittered(interval), signal);
  }
}

function giveUpAfter(timeout: number | undefined, started: number, jobId: string): void {
  if (timeout === undefined || Date.now() - started < timeout) return;
  throw new WaitTimeoutError(jobId, Math.round(timeout / 1_000));
}
