import type { StatusResponse } from '#tasks/core/contracts/api.ts';
import { WaitTimeoutError } from './errors.ts';
import { jittered, type Sleep } from './retry.ts';

export interface PollOptions<T> {
  readonly signal?: AbortSignal;
  /** Told every value that was read. */
  readonly onValue?: (value: T) => void;
  /** Milliseconds between the first two looks; grows while nothing changes, starts again on a change. */
  readonly firstInterval?: number;
  readonly maxInterval?: number;
  /** From 0, below 1; for jitter. */
  readonly random?: () => number;
}

/** Something that is looked at again and again. */
export interface Polled<T> {
  read(signal?: AbortSignal): Promise<T>;
  /** Ends the looking. */
  done(value: T): boolean;
  /** Changes when the value does. */
  stamp(value: T): string;
}

const growth = 1.4;

/** Reads a value, less and less often while it stays the same, until it is done. */
export async function poll<T>(polled: Polled<T>, pause: Sleep, options: PollOptions<T> = {}): Promise<T> {
  const { signal, onValue, firstInterval = 1_000, maxInterval = 15_000, random } = options;
  let interval = firstInterval;
  let seen = '';
  for (;;) {
    signal?.throwIfAborted();
    const value = await polled.read(signal);
    onValue?.(value);
    if (polled.done(value)) return value;
    const stamp = polled.stamp(value);
    interval = stamp === seen ? Math.min(interval * growth, maxInterval) : firstInterval;
    seen = stamp;
    await pause(jittered(interval, random), signal);
  }
}

export interface WaitOptions {
  readonly signal?: AbortSignal;
  /** Told every status that was read. */
  readonly onStatus?: (status: StatusResponse) => void;
  /** As in `PollOptions`. */
  readonly firstInterval?: number;
  readonly maxInterval?: number;
  /** Milliseconds after which to give up; without it, as long as it takes. */
  readonly timeout?: number;
}

/** Polls a session's status until `done` says so. */
export function pollStatus(
  read: (signal?: AbortSignal) => Promise<StatusResponse>,
  done: (status: StatusResponse) => boolean,
  pause: Sleep,
  { onStatus, timeout, ...options }: WaitOptions = {},
): Promise<StatusResponse> {
  const started = Date.now();
  const status: Polled<StatusResponse> = {
    read,
    stamp: ({ updated_at }) => updated_at,
    done: (value) => {
      if (done(value)) return true;
      giveUpAfter(timeout, started, value.job_id);
      return false;
    },
  };
  return poll(status, pause, { ...options, ...(onStatus && { onValue: onStatus }) });
}

function giveUpAfter(timeout: number | undefined, started: number, jobId: string): void {
  if (timeout === undefined || Date.now() - started < timeout) return;
  throw new WaitTimeoutError(jobId, Math.round(timeout / 1_000));
}
