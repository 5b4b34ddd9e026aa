import { type Backoff, nextBackoff } from '#client/backoff.ts';
import type { Scenario } from './scenarios.ts';

/** How many polls a wait takes, and how many seconds after its end the client notices. */
export interface Polls {
  readonly count: number;
  readonly late: number;
}

interface PollsOptions {
  /** Milliseconds. The default is the client's own. */
  readonly maxInterval?: number;
  /** True while the user has to act, so that the client polls less often. */
  readonly idle?: boolean;
}

/** The mean of the jitter. */
const average = 0.5;

/**
 * Runs the client's own polling in virtual time.
 * @param changes seconds at which the status changes; the last one ends the wait
 */
export async function clientPolls(
  changes: readonly number[],
  { maxInterval, idle = false }: PollsOptions = {},
): Promise<Polls> {
  const end = changes.at(-1) ?? 0;
  let backoff: Backoff | undefined;
  let now = 0;
  let count = 1;
  for (; now < end; count++) {
    const seen = changes.filter((change) => change <= now).length;
    backoff = nextBackoff(backoff, String(seen), {
      ...(maxInterval !== undefined && { maxInterval }),
      idle,
      random: () => average,
    });
    now += backoff.pause / 1_000;
  }
  return { count, late: now - end };
}

/** The page's polls during a session: until the mask is needed, rarely while it is drawn, and until the model is ready. */
export async function pollsOf(scenario: Scenario, options: { maxInterval?: number } = {}): Promise<Polls> {
  const first = await clientPolls([1, 2, scenario.embedding], options);
  const drawing = await clientPolls([scenario.mask], { idle: true });
  const second = await clientPolls([1, 2, scenario.reconstruction], options);
  // The first poll of the drawing also ends the first wait; its last also starts the second wait.
  const meanwhile = drawing.count - 2;
  return { count: first.count + meanwhile + second.count, late: Math.max(first.late, second.late) };
}

/** Seconds between two polls of the baseline's page. */
const baselineInterval = 5;

/** Polls of the baseline's page while a job runs. */
export function baselinePolls({ embedding, reconstruction }: Scenario): number {
  return Math.ceil(embedding / baselineInterval) + Math.ceil(reconstruction / baselineInterval);
}

/** Polls of the baseline's page when it also polls while the user draws the mask. */
export function baselinePollsThroughout(scenario: Scenario): number {
  return baselinePolls(scenario) + Math.ceil(scenario.mask / baselineInterval);
}
