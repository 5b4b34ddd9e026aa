/** Groups a history by visit: one pass through a state, with its input, attempts and outcome. */
import type { HistoryEvent } from '#state-machines/asl/types.ts';
import type { Visit, Visits } from './visit.ts';
import { VisitReader } from './visit-reader.ts';

/** Groups the events of a history, complete or not, into visits. */
export function visitsOf(history: readonly HistoryEvent[]): Visits {
  const reader = new VisitReader();
  for (const event of history) reader.read(event);
  return reader.visits();
}

/** True if the visit hasn't ended. */
export function isOpen({ outcome }: Pick<Visit, 'outcome'>): boolean {
  return outcome === 'running' || outcome === 'waiting' || outcome === 'retrying';
}

/** Milliseconds in the state, up to `now` (epoch milliseconds) for an open visit. */
export function durationOf(visit: Visit, now: number): number {
  return Math.max(0, (visit.exitedAt ?? (isOpen(visit) ? now : visit.lastAt)) - visit.enteredAt);
}
