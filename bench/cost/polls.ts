import { poll } from '#client/wait.ts';
import type { Scenario } from './scenarios.ts';

/** How often the status is asked for, and how late the end of a wait is seen, in seconds. */
export interface Polls {
  readonly count: number;
  readonly late: number;
}

interface PollsOptions {
  /** Milliseconds; the client's own rule, when left out. */
  readonly maxInterval?: number;
  /** It is a person that is waited for. */
  readonly idle?: boolean;
}

/** Jitter at its mean. */
const average = 0.5;

/**
 * What the client's own polling does while something waits, in virtual time.
 * @param changes seconds at which the status changes; the last one ends the wait
 */
export async function clientPolls(
  changes: readonly number[],
  { maxInterval, idle = false }: PollsOptions = {},
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
      idle: () => idle,
    },
    async (milliseconds) => {
      now += milliseconds / 1_000;
    },
    { ...(maxInterval !== undefined && { maxInterval }), random: () => average },
  );
  return { count, late: now - end };
}

/** Our page over a session: until the mask is wanted, now and then while it is drawn, and until the model is there. */
export async function pollsOf(scenario: Scenario, options: { maxInterval?: number } = {}): Promise<Polls> {
  const first = await clientPolls([1, 2, scenario.embedding], options);
  const drawing = await clientPolls([scenario.mask], { idle: true });
  const second = await clientPolls([1, 2, scenario.reconstruction], options);
  // The drawing begins with the poll that ended the first wait, and ends with the one that begins the second.
  const meanwhile = drawing.count - 2;
  return { count: first.count + meanwhile + second.count, late: Math.max(first.late, second.late) };
}

/** Seconds between two polls of the plan's page. */
const planPause = 5;

/** The plan's page, for each of its two jobs until the job is done. */
export function planPolls({ embedding, reconstruction }: Scenario): number {
  return Math.ceil(embedding / planPause) + Math.ceil(reconstruction / planPause);
}

/** The plan's page, when it also asks while the user draws the mask. */
export function planPollsThroughout(scenario: Scenario): number {
  return planPolls(scenario) + Math.ceil(scenario.mask / planPause);
}
