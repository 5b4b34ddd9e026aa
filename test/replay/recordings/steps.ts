/** What the paths have in common. */
import type { Place } from './faults.ts';
import type { Session } from './session.ts';

export async function good(session: Session): Promise<void> {
  await session.start();
  await toTheEnd(session);
}

/** Gives the mask that is waited for. */
export async function toTheEnd(session: Session): Promise<void> {
  await session.giveMask();
  await session.end();
}

/** Ends before a mask is wanted. */
export async function failing(session: Session): Promise<void> {
  await session.start();
  await session.end();
}

export async function waiting(session: Session): Promise<void> {
  await session.start();
  await session.until(({ status }) => status === 'awaiting_mask');
}

export async function masksRefused(session: Session, count: number): Promise<void> {
  await session.start();
  for (let refusal = 0; refusal < count; refusal += 1) await session.giveMask('wrong');
}

/** Until the model was asked, and what was to happen to the request or its answer has happened. */
export async function asked(session: Session, place: Place, withMask = false): Promise<void> {
  await session.start();
  if (withMask) await session.giveMask();
  await session.untilSpent(place);
  await session.untilLast('TaskSubmitted');
}

/** Is redriven, and needs no other mask. */
export async function redriven(session: Session): Promise<void> {
  await session.redrive();
  await session.end();
}

export async function redrivenToTheMask(session: Session): Promise<void> {
  await session.redrive();
  await toTheEnd(session);
}

/** Ends before a mask is wanted; redriven, it wants one. */
export async function failingThenMask(session: Session): Promise<void> {
  await failing(session);
  await redrivenToTheMask(session);
}

/** Ends after its mask was taken; redriven, it needs no other. */
export async function failingLate(session: Session): Promise<void> {
  await good(session);
  await redriven(session);
}
