/** Decides the next event of a branch. */
import type { Branch, Entering, Phase, Visit } from './branch.ts';
import { hasCapacity } from './children.ts';
import { type Draft, draft } from './draft.ts';
import { childInput, maxConcurrencyOf } from './evaluate.ts';
import { chooseNext, leaveCaught, leaveState } from './leave.ts';
import type { Run } from './run.ts';
import { startState } from './start-state.ts';

/**
 * Decides what a branch does next, without changing anything.
 * @param now epoch milliseconds
 * @returns the next event, or undefined when the branch waits for a task, a timer or its children
 * @throws EvaluationError when an expression fails; the branch's next event is then EvaluationFailed
 * @example
 * apply(run, executionStarted);
 * decide(run, run.root, Date.now())?.type; // 'TaskStateEntered'
 */
export function decide(run: Run, branch: Branch, now: number): Draft | undefined {
  const { phase, visit } = branch;
  if (phase.kind === 'entering') return enter(run, branch, phase);
  if (visit === undefined) return undefined;
  switch (phase.kind) {
    case 'entered':
      return startState(run, branch, visit, phase.previous, now);
    case 'waited':
      return leaveState(run, branch, visit, {
        result: visit.input,
        previous: visit.enteredEventId,
        now: visit.enteredAt,
      });
    case 'calling':
      return taskStarted(phase.call.scheduledEventId, visit);
    case 'running':
      return iterationStarted(run, branch, visit);
    case 'unwinding':
      return unwound(phase);
    case 'collapsed':
      return draft(`${visit.state.type}StateFailed`, phase.failure.eventId);
    case 'gathered':
      return draft(`${visit.state.type}StateSucceeded`, phase.previous);
    case 'succeeded':
      return leaveState(run, branch, visit, { ...phase, now });
    case 'caught':
      return leaveCaught(run, branch, visit, phase, now);
    case 'choosing':
      return entered(branch, chooseNext(run, branch, visit), phase.output, phase.previous);
    case 'ended':
      return ended(branch, phase.output);
    case 'failed':
      return failed(branch, phase.failure);
    case 'waiting':
    case 'retrying':
    case 'aborted':
      return undefined;
  }
}

function enter(run: Run, branch: Branch, phase: Entering): Draft {
  return entered(branch, phase.name, phase.input ?? childInput(run, branch), phase.previous);
}

function entered(branch: Branch, name: string, input: string, previous: number): Draft {
  const type = branch.branching.states.get(name)?.type ?? 'Pass';
  const inputDetails = { truncated: false };
  return draft(`${type}StateEntered`, previous, 'stateEnteredEventDetails', { name, input, inputDetails });
}

function taskStarted(previous: number, { state }: Visit): Draft | undefined {
  if (state.type !== 'Task') return undefined;
  const { kind, resourceType, resource } = state.resource;
  return kind === 'lambda-arn'
    ? draft('LambdaFunctionStarted', previous)
    : draft('TaskStarted', previous, 'taskStartedEventDetails', { resourceType, resource });
}

function iterationStarted(run: Run, branch: Branch, visit: Visit): Draft | undefined {
  const { state, container } = visit;
  if (state.type !== 'Map' || container === undefined || !hasCapacity(run, branch)) return undefined;
  const index = container.children.length;
  const atOnce = index < maxConcurrencyOf(run, branch, visit, state);
  const previous = atOnce ? container.startedEventId : (container.freed[0] ?? container.startedEventId);
  return draft('MapIterationStarted', previous, 'mapIterationStartedEventDetails', {
    name: state.name,
    index,
  });
}

function unwound({ pending, failure }: Phase & { kind: 'unwinding' }): Draft | undefined {
  const [first] = pending;
  if (first === undefined) return undefined;
  const { type, iteration } = first;
  return iteration === undefined
    ? draft(type, failure.eventId)
    : draft(type, failure.eventId, `m${type.slice(1)}EventDetails`, { ...iteration });
}

function ended(branch: Branch, output: string): Draft | undefined {
  if (branch.parent === undefined) {
    const outputDetails = { truncated: false };
    return draft('ExecutionSucceeded', branch.tip, 'executionSucceededEventDetails', {
      output,
      outputDetails,
    });
  }
  const state = branch.parent.visit?.state;
  if (state?.type !== 'Map') return undefined;
  const { name } = state;
  return draft('MapIterationSucceeded', branch.tip, 'mapIterationSucceededEventDetails', {
    name,
    index: branch.index,
  });
}

function failed(
  branch: Branch,
  { eventId, error, cause }: (Phase & { kind: 'failed' })['failure'],
): Draft | undefined {
  if (branch.parent !== undefined) return undefined;
  return draft('ExecutionFailed', eventId, 'executionFailedEventDetails', { error, cause });
}
