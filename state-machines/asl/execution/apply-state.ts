/** Applies the events of entering and leaving a state. */
import type { FailState, WaitState } from '../definition/model.ts';
import { EvaluationError, HistoryMismatchError } from '../errors.ts';
import { parseJson } from '../json.ts';
import type { HistoryEvent } from '../types.ts';
import type { Branch, Visit } from './branch.ts';
import { gather, releaseChildren } from './children.ts';
import type { Details } from './details.ts';
import { failureOfFailState, waitUntil } from './evaluate.ts';
import { raise } from './failing.ts';
import type { Run } from './run.ts';
import { assigned } from './scope.ts';

export function enterState(run: Run, branch: Branch, event: HistoryEvent, details: Details): void {
  const name = details.text('name');
  const state = branch.branching.states.get(name);
  if (state === undefined || `${state.type}StateEntered` !== event.type) {
    throw new HistoryMismatchError(
      event.id,
      `there is no ${event.type.replace('StateEntered', '')} state '${name}' here`,
    );
  }
  const visit: Visit = {
    state,
    input: details.text('input'),
    enteredEventId: event.id,
    enteredAt: event.timestamp,
    previous: event.previousEventId,
    variables: branch.variables,
    attempts: [],
    retryCount: 0,
    chosen: undefined,
    memo: {},
    container: undefined,
  };
  branch.visit = visit;
  run.moveTip(branch, event.id);
  branch.phase = { kind: 'entered', previous: event.id };
  run.ready.add(branch);
  if (state.type === 'Wait') wait(run, branch, visit, state);
  if (state.type === 'Fail') fail(run, branch, visit, state);
}

/** The history does not hold the duration, so it is evaluated. When that fails, the next event reports it. */
function wait(run: Run, branch: Branch, visit: Visit, state: WaitState): void {
  const due = unlessEvaluationFails(() => waitUntil(run, branch, visit, state));
  if (due === undefined) return;
  const phase = { kind: 'waiting', due } as const;
  branch.phase = phase;
  run.ready.delete(branch);
  run.timers.add({
    due,
    isLive: () => branch.phase === phase,
    fire: () => {
      branch.phase = { kind: 'waited' };
      run.enqueue(branch);
      return undefined;
    },
  });
}

function fail(run: Run, branch: Branch, visit: Visit, state: FailState): void {
  const failure = unlessEvaluationFails(() => failureOfFailState(run, branch, visit, state));
  if (failure !== undefined) raise(run, branch, failure);
}

function unlessEvaluationFails<Value>(evaluate: () => Value): Value | undefined {
  try {
    return evaluate();
  } catch (error) {
    if (error instanceof EvaluationError) return undefined;
    throw error;
  }
}

export function exitState(run: Run, branch: Branch, event: HistoryEvent, details: Details): void {
  const { visit } = branch;
  const name = details.text('name');
  if (visit?.state.name !== name)
    throw new HistoryMismatchError(event.id, `the branch is not in the state '${name}'`);
  releaseChildren(run, visit);
  const changes = details.texts('assignedVariables').map(([key, text]) => [key, parseJson(text)] as const);
  branch.variables = assigned(branch.variables, Object.fromEntries(changes));
  run.moveTip(branch, event.id);
  run.ready.add(branch);
  continueAfter(run, branch, visit, event.id, details.text('output'));
}

function continueAfter(run: Run, branch: Branch, visit: Visit, previous: number, output: string): void {
  const { state } = visit;
  const { phase } = branch;
  if (phase.kind === 'caught') {
    branch.phase = { kind: 'entering', name: phase.catcher.next, input: output, previous };
  } else if (state.type === 'Choice') {
    branch.phase =
      visit.chosen === undefined
        ? { kind: 'choosing', previous, output }
        : { kind: 'entering', name: visit.chosen.next, input: output, previous };
  } else if ('next' in state && state.next !== undefined) {
    branch.phase = { kind: 'entering', name: state.next, input: output, previous };
  } else {
    finish(run, branch, previous, output);
  }
}

/** Ends the branch. A Map's iteration has an event for its end; a Parallel's branch has none. */
function finish(run: Run, branch: Branch, previous: number, output: string): void {
  branch.phase = { kind: 'ended', output };
  const container = branch.parent?.visit?.container;
  if (branch.parent === undefined || container === undefined) return;
  container.results[branch.index] = output;
  if (branch.parent.visit?.state.type !== 'Parallel') return;
  run.ready.delete(branch);
  container.finished += 1;
  container.lastEventId = previous;
  if (container.finished === container.length) gather(run, branch.parent, container);
}
