/** Failure events that no state decides. */
import type { EvaluationError } from '../errors.ts';
import type { Branch } from './branch.ts';
import { type Draft, draft } from './draft.ts';
import type { NoChoiceMatched, ResultTooLarge } from './limits.ts';
import type { Run } from './run.ts';

export function evaluationFailed(branch: Branch, problem: EvaluationError): Draft {
  const { phase } = branch;
  const visit = phase.kind === 'entering' ? branch.parent?.visit : branch.visit;
  const name = visit?.state.name ?? '';
  return draft('EvaluationFailed', pointerOf(branch, problem), 'evaluationFailedEventDetails', {
    error: problem.name,
    cause: `An error occurred while executing the state '${name}' (entered at the event id #${visit?.enteredEventId}). ${problem.message}`,
    location: problem.location,
    state: name,
  });
}

/** The previous event: the one before the state when it failed on entry, else the state's latest. */
function pointerOf({ phase, visit, tip }: Branch, { afterEntry }: EvaluationError): number {
  if (phase.kind === 'caught') return phase.failure.eventId;
  if (phase.kind !== 'entering' && tip === visit?.enteredEventId && !afterEntry) return visit.previous;
  return 'previous' in phase ? phase.previous : tip;
}

/** These errors have no event of their own. The execution fails at the state's latest event. */
export function fatal(branch: Branch, problem: NoChoiceMatched | ResultTooLarge): Draft {
  return draft('ExecutionFailed', branch.tip, 'executionFailedEventDetails', {
    error: problem.name,
    cause: problem.message,
  });
}

export function eventsUsedUp(run: Run): Draft {
  return draft('ExecutionFailed', run.lastEventId, 'executionFailedEventDetails', {
    error: 'States.Runtime',
    cause: 'The execution reached the maximum number of history events (25000).',
  });
}

export function executionTimedOut(): Draft {
  return draft('ExecutionTimedOut', 0, 'executionTimedOutEventDetails', { error: 'States.Timeout' });
}
