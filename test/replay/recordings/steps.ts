/** Steps that several paths share. */
import type { Place } from './faults.ts';
import type { Session } from './session.ts';

export async function good(session: Session): Promise<void> {
  await session.start();
  await toTheEnd(session);
}

/** Submits the mask and waits for the end. */
export async function toTheEnd(session: Session): Promise<void> {
  await session.giveMask();
  await session.end();
}

/** Fails before the session waits for a mask. */
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

/** Waits until the model was called and all faults of the target have happened. */
export async function asked(session: Session, place: Place, withMask = false): Promise<void> {
  await session.start();
  if (withMask) await session.giveMask();
  await session.untilSpent(place);
  await session.untilLast('TaskSubmitted');
}

/** Redrives without another mask. */
export async function redriven(session: Session): Promise<void> {
  await session.redrive();
  await session.end();
}

export async function redrivenToTheMask(session: Session): Promise<void> {
  await session.redrive();
  await toTheEnd(session);
}

/** Fails before the mask; the redrive waits for one. */
export async function failingThenMask(session: Session): Promise<void> {
  await failing(session);
  await redrivenToTheMask(session);
}

/** Fails after the mask; the redrive needs no other. */
export async function failingLate(session: Session): Promise<void> {
  await good(session);
  await redriven(session);
}
