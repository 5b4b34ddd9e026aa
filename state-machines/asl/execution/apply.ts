/** Folds one event into an execution. Everything that is known of an execution comes about here. */
import { HistoryMismatchError } from '../errors.ts';
import type { HistoryEvent } from '../types.ts';
import type { Branch } from './branch.ts';
import * as containers from './apply-container.ts';
import { enterState, exitState } from './apply-state.ts';
import * as tasks from './apply-task.ts';
import { Details } from './details.ts';
import { catches, giveUp, isFallible, raise } from './failing.ts';
import { branchOf, containerBranchOf, enteringBranchOf, evaluatingBranchOf } from './locate.ts';
import { redrive } from './redrive.ts';
import type { Run } from './run.ts';

/** @throws HistoryMismatchError where the event cannot follow */
export function apply(run: Run, event: HistoryEvent): void {
  const details = new Details(event);
  if (event.type.endsWith('StateEntered')) {
    enterState(run, enteringBranchOf(run, event, details.text('name')), event, details);
  } else if (event.type.endsWith('StateExited')) {
    exitState(run, containerBranchOf(run, event), event, details);
  } else {
    applyOther(run, event, details);
  }
  run.lastEventId = event.id;
  run.lastTimestamp = event.timestamp;
}

function applyOther(run: Run, event: HistoryEvent, details: Details): void {
  switch (event.type) {
    case 'ExecutionStarted':
      return run.enqueue(run.root);
    case 'TaskScheduled':
    case 'LambdaFunctionScheduled':
      return tasks.schedule(run, branchOf(run, event), event, details);
    case 'TaskStarted':
    case 'LambdaFunctionStarted':
      return tasks.proceed(run, branchOf(run, event), event, 'started');
    case 'TaskSubmitted':
      return tasks.proceed(run, branchOf(run, event), event, 'submitted');
    case 'TaskSucceeded':
    case 'LambdaFunctionSucceeded':
      return tasks.succeed(run, branchOf(run, event), event, details.text('output'));
    case 'TaskFailed':
    case 'TaskTimedOut':
    case 'TaskStartFailed':
    case 'TaskSubmitFailed':
    case 'LambdaFunctionFailed':
    case 'LambdaFunctionTimedOut':
    case 'LambdaFunctionScheduleFailed':
    case 'LambdaFunctionStartFailed':
      return tasks.fail(run, branchOf(run, event), event, details);
    case 'EvaluationFailed':
      return evaluationFailed(run, evaluatingBranchOf(run, event, details.text('state')), event, details);
    case 'MapStateStarted':
      return containers.startMap(run, containerBranchOf(run, event), event, details.number('length'));
    case 'ParallelStateStarted':
      return containers.startParallel(run, containerBranchOf(run, event), event);
    case 'MapIterationStarted':
      return containers.startIteration(run, containerBranchOf(run, event), event, details.number('index'));
    case 'MapIterationSucceeded':
      return containers.endIteration(run, containerBranchOf(run, event), event, details.number('index'));
    case 'MapIterationFailed':
    case 'MapIterationAborted':
    case 'TaskStateAborted':
    case 'WaitStateAborted':
    case 'MapStateAborted':
    case 'ParallelStateAborted':
      return containers.abortOne(run, containerBranchOf(run, event), event);
    case 'MapStateSucceeded':
    case 'ParallelStateSucceeded':
      return containers.succeed(run, containerBranchOf(run, event), event);
    case 'MapStateFailed':
    case 'ParallelStateFailed':
      return containerFailed(run, containerBranchOf(run, event), event);
    case 'ExecutionRedriven':
      return redrive(run, event);
    case 'ExecutionSucceeded':
      run.output = details.text('output');
      return end(run, 'SUCCEEDED', details);
    case 'ExecutionFailed':
      return end(run, 'FAILED', details);
    case 'ExecutionTimedOut':
      return end(run, 'TIMED_OUT', details);
    case 'ExecutionAborted':
      return end(run, 'ABORTED', details);
    default:
      throw new HistoryMismatchError(event.id, `events of type ${event.type} are not known`);
  }
}

function evaluationFailed(run: Run, branch: Branch, event: HistoryEvent, details: Details): void {
  const handling = branch.phase.kind === 'caught';
  run.moveTip(branch, event.id);
  const failure = {
    error: details.optionalText('error'),
    cause: details.optionalText('cause'),
    eventId: event.id,
    at: event.timestamp,
    heartbeat: false,
  };
  if (handling || branch.phase.kind === 'entering') giveUp(run, branch, failure);
  else raise(run, branch, failure);
}

function containerFailed(run: Run, branch: Branch, event: HistoryEvent): void {
  const { phase, visit } = branch;
  if ((phase.kind !== 'collapsed' && phase.kind !== 'unwinding') || visit === undefined || !isFallible(visit.state)) {
    throw new HistoryMismatchError(event.id, 'nothing in it has failed');
  }
  run.moveTip(branch, event.id);
  const failure = { ...phase.failure, eventId: event.id };
  if (!catches(run, branch, visit.state, failure)) giveUp(run, branch, failure);
}

function end(run: Run, status: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED', details: Details): void {
  run.status = status;
  run.error = details.optionalText('error');
  run.cause = details.optionalText('cause');
  run.ready.clear();
  run.calls.clear();
}
