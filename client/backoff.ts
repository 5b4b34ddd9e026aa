import { jittered } from './retry.ts';

/** How long to pause before a value is read again. */
export interface Backoff {
  /** Identifies the value that was read last. */
  readonly stamp: string;
  /** Milliseconds before jitter. */
  readonly interval: number;
  /** Milliseconds to pause. */
  readonly pause: number;
  /** Milliseconds of pauses since the value last changed. */
  readonly waited: number;
}

export interface BackoffOptions {
  /** Milliseconds of the first interval after a change. Default: 1 s. */
  readonly firstInterval?: number;
  /** Longest interval in milliseconds. Default: 15 s, and a tenth of a longer wait up to a minute. */
  readonly maxInterval?: number;
  /** The value changes when a person acts, so it is read rarely. */
  readonly idle?: boolean;
  /** From 0 to 1, for jitter. */
  readonly random?: () => number;
}

const growth = 1.5;
const idleInterval = { first: 30_000, longest: 120_000 };

/** An endpoint takes ten minutes to start. Noticing its end a tenth late is good enough. */
const longestAfter = (waited: number) => Math.min(Math.max(15_000, waited / 10), 60_000);

/**
 * Intervals grow while the value stays the same, and start again when it changes.
 * @param before undefined for the first read
 * @param stamp changes when the value does
 */
export function nextBackoff(
  before: Backoff | undefined,
  stamp: string,
  options: BackoffOptions = {},
): Backoff {
  const unchanged = before?.stamp === stamp ? before : undefined;
  const waited = unchanged ? unchanged.waited + unchanged.pause : 0;
  const { first, longest } = options.idle
    ? idleInterval
    : { first: options.firstInterval ?? 1_000, longest: options.maxInterval ?? longestAfter(waited) };
  const interval = unchanged ? Math.min(unchanged.interval * growth, longest) : first;
  return { stamp, interval, pause: jittered(interval, options.random), waited };
}
