import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError } from '#client/errors.ts';
import { hasEnded, newSessionId, startSession, submitMask } from '#client/session.ts';
import type { StatusResponse } from '#contracts/api.ts';
import type { Random } from '#local/testing/random.ts';
import type { SampleImages } from '#local/testing/sample-images.ts';
import type { PatientUser } from '#local/testing/users.ts';
import type { Operator } from './operator.ts';

/** What a session will do, decided before it starts. */
export interface SessionPlan {
  /** Unusable masks before the usable one. */
  readonly wrongMasks: number;
  readonly startsTwice: boolean;
  readonly submitsTwice: boolean;
  /** Milliseconds from the start until the user deletes it. */
  readonly deletedAfter: number | undefined;
  /** Whether an operator redrives it after a failure. */
  readonly redriven: boolean;
}

/** A session that has ended, as its user saw it. */
export interface SessionRun {
  readonly jobId: string;
  readonly sessionId: string;
  readonly user: PatientUser;
  readonly plan: SessionPlan;
  readonly last: StatusResponse;
}

/** Masks that may be rejected before the session fails. */
export const maskRefusals = 2;

export function planOf(random: Random): SessionPlan {
  const roll = random.next();
  return {
    wrongMasks: roll < 0.08 ? maskRefusals : roll < 0.25 ? 1 : 0,
    startsTwice: random.chance(0.2),
    submitsTwice: random.chance(0.2),
    deletedAfter: random.chance(0.15) ? random.exponential(3_000) : undefined,
    redriven: random.chance(0.6),
  };
}

/** Runs one session as its user until it ends, with a redrive if `plan.redriven` is set. */
export async function runSession(
  user: PatientUser,
  plan: SessionPlan,
  images: SampleImages,
  operator: Operator,
  signal: AbortSignal,
): Promise<SessionRun> {
  const { client } = user;
  const sessionId = newSessionId();
  const start = () => startSession(client, images.photo, { sessionId, signal });
  const [jobId = ''] = await Promise.all(plan.startsTwice ? [start(), start()] : [start()]);
  const deletion =
    plan.deletedAfter === undefined ? undefined : remove(user, jobId, plan.deletedAfter, signal);
  let last = await untilEnd(user, jobId, plan, images, signal);
  if (last.status === 'failed' && plan.redriven && deletion === undefined) {
    await operator.redrive(jobId, signal);
    await operator.untilResumed(user, jobId, signal);
    last = await untilEnd(user, jobId, { ...plan, wrongMasks: 0 }, images, signal);
  }
  await deletion;
  return { jobId, sessionId, user, plan, last: deletion === undefined ? last : await client.status(jobId) };
}

/** Submits masks until the session ends. An accepted mask is not submitted again. */
async function untilEnd(
  { client }: PatientUser,
  jobId: string,
  plan: SessionPlan,
  images: SampleImages,
  signal: AbortSignal,
): Promise<StatusResponse> {
  let acceptedRound = -1;
  for (;;) {
    const due = (now: StatusResponse) =>
      hasEnded(now) || (now.status === 'awaiting_mask' && (now.mask_round ?? 0) > acceptedRound);
    const now = await client.waitFor(jobId, due, { signal, firstInterval: 300, maxInterval: 1_000 });
    if (hasEnded(now)) return now;
    const round = now.mask_round ?? 0;
    const mask = round < plan.wrongMasks ? images.wrongMask : images.mask;
    const submit = () => accepted(() => submitMask(client, now, mask, { quality: 'low' }, { signal }));
    const answers = await Promise.all(plan.submitsTwice ? [submit(), submit()] : [submit()]);
    if (answers.includes(true)) acceptedRound = round;
    else await sleep(300, undefined, { signal });
  }
}

/** Whether the API accepted a mask. The session may have continued, ended or been deleted in between. */
async function accepted(submit: () => Promise<void>): Promise<boolean> {
  try {
    await submit();
    return true;
  } catch (error) {
    if (error instanceof ApiError && (error.status === 409 || error.status === 404)) return false;
    if (error instanceof Error && 'code' in error && error.code === 'FileMissing') return false;
    throw error;
  }
}

async function remove(
  { client }: PatientUser,
  jobId: string,
  after: number,
  signal: AbortSignal,
): Promise<void> {
  await sleep(after, undefined, { signal });
  await client.cancel(jobId, { signal });
}
