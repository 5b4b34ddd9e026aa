import type { StatusResponse } from '#tasks/core/contracts/api.ts';
import { WaitTimeoutError } from './errors.ts';
import { jittered, type Sleep } from './retry.ts';

export interface PollOptions<T> {
  readonly signal?: AbortSignal;
  /** Told every value that was read. */
  readonly onValue?: (value: T) => void;
  /** Milliseconds between the first two looks; grows while nothing changes, starts again on a change. */
  readonly firstInterval?: number;
  /** Bounds the growth; without it, a quarter of a minute, and a tenth of a longer wait up to a minute. */
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
  /** It waits for a person: seldom looked at, for it may also go on elsewhere. */
  idle?(value: T): boolean;
}

const growth = 1.5;
/** Milliseconds, while it waits for a person: the first pause and the longest. */
const idle = { first: 30_000, longest: 120_000 };

/** A long wait's end may be seen a tenth of it late: an endpoint that starts takes ten minutes. */
const boundAfter = (waited: number) => Math.min(Math.max(15_000, waited / 10), 60_000);

/** Reads a value, less and less often while it stays the same, until it is done. */
export async function poll<T>(polled: Polled<T>, pause: Sleep, options: PollOptions<T> = {}): Promise<T> {
  const { signal, onValue, firstInterval = 1_000, maxInterval, random } = options;
  let interval = firstInterval;
  let waited = 0;
  let seen = '';
  for (;;) {
    signal?.throwIfAborted();
    const value = await polled.read(signal);
    onValue?.(value);
    if (polled.done(value)) return value;
    const stamp = polled.stamp(value);
    if (stamp !== seen) waited = 0;
    const [first, bound] = polled.idle?.(value)
      ? [idle.first, idle.longest]
      : [firstInterval, maxInterval ?? boundAfter(waited)];
    interval = stamp === seen ? Math.min(interval * growth, bound) : first;
    seen = stamp;
    const milliseconds = jittered(interval, random);
    await pause(milliseconds, signal);
    waited += milliseconds;
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
