/** Finds the event that an execution would write in place of a recorded one. */
import { EvaluationError, HistoryMismatchError } from '../asl/errors.ts';
import type { Branch } from '../asl/execution/branch.ts';
import { decide } from '../asl/execution/decide.ts';
import type { Draft } from '../asl/execution/draft.ts';
import { evaluationFailed, fatal } from '../asl/execution/fatal.ts';
import { NoChoiceMatched, ResultTooLarge } from '../asl/execution/limits.ts';
import {
  branchOf,
  containerBranchOf,
  enteringBranchOf,
  evaluatingBranchOf,
} from '../asl/execution/locate.ts';
import type { Run } from '../asl/execution/run.ts';
import type { HistoryEvent } from '../asl/types.ts';

const CONTAINER_EVENT =
  /^(?:(?:Map|Parallel)State(?:Started|Succeeded|Failed|Exited)|.*StateExited|MapIterationStarted|.*Aborted|MapIterationFailed)$/;

/** The branch that the event belongs to. @throws HistoryMismatchError when there is none */
export function branchAt(run: Run, event: HistoryEvent): Branch {
  if (event.type === 'ExecutionSucceeded' || event.type === 'ExecutionFailed') return endingBranch(run);
  if (event.type === 'EvaluationFailed')
    return evaluatingBranchOf(run, event, nameIn(event, 'evaluationFailedEventDetails', 'state'));
  if (event.type.endsWith('StateEntered'))
    return enteringBranchOf(run, event, nameIn(event, 'stateEnteredEventDetails', 'name'));
  return CONTAINER_EVENT.test(event.type) ? containerBranchOf(run, event) : branchOf(run, event);
}

/** The root branch, or the inner branch that ends the execution at once. */
function endingBranch(run: Run): Branch {
  if (run.root.phase.kind !== 'running') return run.root;
  for (const branch of run.ready) if (branch.parent !== undefined) return branch;
  return run.root;
}

/** @returns the branch's next event, or undefined when it waits */
export function expectedIn(run: Run, branch: Branch, event: HistoryEvent, now: number): Draft | undefined {
  const { phase } = branch;
  if (phase.kind === 'unwinding') return unwinding(phase.pending, phase.failure.eventId, event);
  if (phase.kind === 'calling' && phase.call.stage !== 'scheduled') return undefined;
  try {
    return decide(run, branch, now);
  } catch (error) {
    if (error instanceof EvaluationError) return evaluationFailed(branch, error);
    if (error instanceof NoChoiceMatched || error instanceof ResultTooLarge) return fatal(branch, error);
    throw error;
  }
}

/** The aborts of sibling branches may come in any order. */
function unwinding(
  pending: readonly { type: string; iteration?: object }[],
  previousEventId: number,
  event: HistoryEvent,
): Draft | undefined {
  const member = Object.keys(event).find((key) => key.endsWith('EventDetails'));
  const told = pending.find(({ type }) => type === event.type) ?? pending[0];
  if (told === undefined) return undefined;
  return {
    type: told.type,
    previousEventId,
    ...(member === undefined ? {} : { member, details: { ...told.iteration } }),
  };
}

function nameIn(event: HistoryEvent, member: string, key: string): string {
  const details = event[member];
  const name = typeof details === 'object' && details !== null ? Reflect.get(details, key) : undefined;
  if (typeof name !== 'string') throw new HistoryMismatchError(event.id, `it has no ${key}`);
  return name;
}
