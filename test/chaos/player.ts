import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError } from '#client/errors.ts';
import { handInMask, hasEnded, newSessionId, startSession } from '#client/session.ts';
import type { StatusResponse } from '#tasks/core/contracts/api.ts';
import type { Operator } from './operator.ts';
import type { Pictures } from './pictures.ts';
import type { Random } from './random.ts';
import type { User } from './users.ts';

/** What a session is going to do, decided before it begins. */
export interface Plan {
  /** Masks that cannot be used before the one that can. */
  readonly wrongMasks: number;
  readonly startsTwice: boolean;
  readonly handsInTwice: boolean;
  /** Milliseconds after the start at which its user deletes it. */
  readonly deletedAfter: number | undefined;
  /** An operator redrives it when it has failed. */
  readonly redriven: boolean;
}

/** What its user has seen of it. */
export interface Played {
  readonly jobId: string;
  readonly sessionId: string;
  readonly user: User;
  readonly plan: Plan;
  readonly last: StatusResponse;
}

/** Masks that may be refused: the home of chaos is set so. */
export const maskRefusals = 2;

export function planOf(random: Random): Plan {
  const roll = random.next();
  return {
    wrongMasks: roll < 0.08 ? maskRefusals : roll < 0.25 ? 1 : 0,
    startsTwice: random.chance(0.2),
    handsInTwice: random.chance(0.2),
    deletedAfter: random.chance(0.15) ? random.exponential(3_000) : undefined,
    redriven: random.chance(0.6),
  };
}

/** Plays one session as its user until it has ended, and is redriven where it is planned so. */
export async function play(
  user: User,
  plan: Plan,
  pictures: Pictures,
  operator: Operator,
  signal: AbortSignal,
): Promise<Played> {
  const { client } = user;
  const sessionId = newSessionId();
  const start = () => startSession(client, pictures.photo, { sessionId, signal });
  const [jobId = ''] = await Promise.all(plan.startsTwice ? [start(), start()] : [start()]);
  const deletion =
    plan.deletedAfter === undefined ? undefined : remove(user, jobId, plan.deletedAfter, signal);
  let last = await untilEnd(user, jobId, plan, pictures, signal);
  if (last.status === 'failed' && plan.redriven && deletion === undefined) {
    await operator.redrive(jobId, signal);
    await operator.untilTakenUp(user, jobId, signal);
    last = await untilEnd(user, jobId, { ...plan, wrongMasks: 0 }, pictures, signal);
  }
  await deletion;
  return { jobId, sessionId, user, plan, last: deletion === undefined ? last : await client.status(jobId) };
}

/** Hands in masks whenever one is wanted. A mask that was taken is not handed in again. */
async function untilEnd(
  { client }: User,
  jobId: string,
  plan: Plan,
  pictures: Pictures,
  signal: AbortSignal,
): Promise<StatusResponse> {
  let taken = -1;
  for (;;) {
    const due = (now: StatusResponse) =>
      hasEnded(now) || (now.status === 'awaiting_mask' && (now.mask_round ?? 0) > taken);
    const now = await client.waitFor(jobId, due, { signal, firstInterval: 300, maxInterval: 1_000 });
    if (hasEnded(now)) return now;
    const round = now.mask_round ?? 0;
    const mask = round < plan.wrongMasks ? pictures.wrongMask : pictures.mask;
    const handIn = () => accepted(() => handInMask(client, now, mask, { quality: 'low' }, { signal }));
    const answers = await Promise.all(plan.handsInTwice ? [handIn(), handIn()] : [handIn()]);
    if (answers.includes(true)) taken = round;
    else await sleep(300, undefined, { signal });
  }
}

/** Whether a mask was taken; the session may have gone on, ended or been deleted meanwhile. */
async function accepted(handIn: () => Promise<void>): Promise<boolean> {
  try {
    await handIn();
    return true;
  } catch (error) {
    if (error instanceof ApiError && (error.status === 409 || error.status === 404)) return false;
    if (error instanceof Error && 'code' in error && error.code === 'FileMissing') return false;
    throw error;
  }
}

async function remove({ client }: User, jobId: string, after: number, signal: AbortSignal): Promise<void> {
  await sleep(after, undefined, { signal });
  await client.cancel(jobId, { signal });
}
