/** Checks times: waits, retry delays and the timeout of the state machine. */
import type { Branch } from '../asl/execution/branch.ts';
import type { HistoryEvent } from '../asl/types.ts';

/** How late an event may be: in milliseconds, or as a share of the wait. */
const SLACK = 5_000;
const SLACK_PART = 0.1;

export interface OffTime {
  /** ISO times. */
  readonly recorded: string;
  readonly now: string;
}

/**
 * Ends a wait or retry delay when the event says so.
 * @param jitter true when any time up to the due time is correct
 * @returns both times when they differ too much
 */
export function wake(branch: Branch, event: HistoryEvent, jitter: boolean): OffTime | undefined {
  const { phase, visit } = branch;
  if (phase.kind === 'waiting' && event.type === 'WaitStateExited') {
    branch.phase = { kind: 'waited' };
    return offTime(visit?.enteredAt ?? event.timestamp, phase.due, event.timestamp, false);
  }
  if (phase.kind === 'retrying' && /(?:Scheduled|StateStarted)$/.test(event.type)) {
    branch.phase = { kind: 'entered', previous: phase.failure.eventId };
    return offTime(phase.failure.at, phase.latest, event.timestamp, jitter);
  }
  return undefined;
}

/** A due time in the past means at once. */
function offTime(from: number, dueAt: number, recorded: number, jitter: boolean): OffTime | undefined {
  const due = Math.max(from, dueAt);
  const slack = Math.max(SLACK, (due - from) * SLACK_PART);
  if ((jitter || recorded >= due - 1000) && recorded <= due + slack) return undefined;
  return { recorded: iso(recorded), now: iso(due) };
}

/** Checks the timeout of the state machine: an execution must not continue after it or time out before it. */
export function dueOf(deadline: number, event: HistoryEvent, timedOut: boolean): OffTime | undefined {
  if (!Number.isFinite(deadline))
    return timedOut ? { recorded: iso(event.timestamp), now: 'never' } : undefined;
  const wrong = timedOut ? event.timestamp < deadline - 1000 : event.timestamp > deadline + SLACK;
  return wrong && event.type !== 'ExecutionRedriven'
    ? { recorded: iso(event.timestamp), now: iso(deadline) }
    : undefined;
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
