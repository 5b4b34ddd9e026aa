import { poll } from '#client/wait.ts';
import type { Scenario } from './scenarios.ts';

/** How often the status is asked for, and how late the end of a wait is seen, in seconds. */
export interface Polls {
  readonly count: number;
  readonly late: number;
}

/** Jitter at its mean. */
const average = 0.5;

/**
 * What the client's own polling does while something waits, in virtual time.
 * @param changes seconds at which the status changes; the last one ends the wait
 * @param options of the client's polling
 */
export async function clientPolls(
  changes: readonly number[],
  options: { maxInterval?: number } = {},
): Promise<Polls> {
  let now = 0;
  let count = 0;
  const end = changes.at(-1) ?? 0;
  await poll<number>(
    {
      read: async () => {
        count += 1;
        return changes.filter((change) => change <= now).length;
      },
      done: (seen) => seen === changes.length,
      stamp: String,
    },
    async (milliseconds) => {
      now += milliseconds / 1_000;
    },
    { ...options, random: () => average },
  );
  return { count, late: now - end };
}

/** The client's polling over a session: until the mask is wanted, and from the mask to the model. */
export async function pollsOf(scenario: Scenario, options: { maxInterval?: number } = {}): Promise<Polls> {
  const { start, embedding, reconstruction } = scenario;
  const first = await clientPolls([1, 2, start + embedding], options);
  const second = await clientPolls([1, 2, reconstruction], options);
  return { count: first.count + second.count, late: Math.max(first.late, second.late) };
}

/** Seconds between two polls of the plan's page. */
const planPause = 5;

/** The plan's page, for each of its two jobs until the job is done. */
export function planPolls({ start, embedding, reconstruction }: Scenario): number {
  return Math.ceil((start + embedding) / planPause) + Math.ceil(reconstruction / planPause);
}

/** The plan's page, when it also asks while the user draws the mask. */
export function planPollsThroughout(scenario: Scenario): number {
  return planPolls(scenario) + Math.ceil(scenario.mask / planPause);
}
