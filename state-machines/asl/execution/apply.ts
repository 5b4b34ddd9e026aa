/** Applies one event to an execution. All state of an execution is the result of its events. */
import { HistoryMismatchError } from '../errors.ts';
import type { HistoryEvent } from '../types.ts';
import * as containers from './apply-container.ts';
import { enterState, exitState } from './apply-state.ts';
import * as tasks from './apply-task.ts';
import { Details } from './details.ts';
import { catches, giveUp, isFallible, raise, settle } from './failing.ts';
import { branchOf, containerBranchOf, enteringBranchOf, evaluatingBranchOf } from './locate.ts';
import { redrive } from './redrive.ts';
import type { Run } from './run.ts';

type Handler = (run: Run, event: HistoryEvent, details: Details) => void;

/**
 * Applies the next event.
 * @throws HistoryMismatchError when the event cannot follow
 * @example
 * const run = new Run(facts, definition, token);
 * for (const event of history) apply(run, event);
 * run.status; // 'SUCCEEDED'
 */
export function apply(run: Run, event: HistoryEvent): void {
  const details = new Details(event);
  handlerOf(event)(run, event, details);
  run.lastEventId = event.id;
  run.lastTimestamp = event.timestamp;
}

function handlerOf({ id, type }: HistoryEvent): Handler {
  if (type.endsWith('StateEntered')) return entered;
  if (type.endsWith('StateExited')) return exited;
  const handler = HANDLERS.get(type);
  if (handler === undefined) throw new HistoryMismatchError(id, `events of type ${type} are not known`);
  return handler;
}

const entered: Handler = (run, event, details) => {
  enterState(run, enteringBranchOf(run, event, details.text('name')), event, details);
};
const exited: Handler = (run, event, details) => {
  exitState(run, containerBranchOf(run, event), event, details);
};
const scheduled: Handler = (run, event, details) => {
  tasks.schedule(run, branchOf(run, event), event, details);
};
const started: Handler = (run, event) => tasks.proceed(run, branchOf(run, event), event, 'started');
const submitted: Handler = (run, event) => tasks.proceed(run, branchOf(run, event), event, 'submitted');
const succeeded: Handler = (run, event, details) => {
  tasks.succeed(run, branchOf(run, event), event, details.text('output'));
};
const failed: Handler = (run, event, details) => tasks.fail(run, branchOf(run, event), event, details);
const aborted: Handler = (run, event, details) => {
  containers.abortOne(run, containerBranchOf(run, event), event, details.optionalNumber('index'));
};
const gathered: Handler = (run, event) => containers.succeed(run, containerBranchOf(run, event), event);

const HANDLERS: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ['ExecutionStarted', (run) => run.enqueue(run.root)],
  ['TaskScheduled', scheduled],
  ['LambdaFunctionScheduled', scheduled],
  ['TaskStarted', started],
  ['LambdaFunctionStarted', started],
  ['TaskSubmitted', submitted],
  ['TaskSucceeded', succeeded],
  ['LambdaFunctionSucceeded', succeeded],
  ['TaskFailed', failed],
  ['TaskTimedOut', failed],
  ['TaskStartFailed', failed],
  ['TaskSubmitFailed', failed],
  ['LambdaFunctionFailed', failed],
  ['LambdaFunctionTimedOut', failed],
  ['LambdaFunctionScheduleFailed', failed],
  ['LambdaFunctionStartFailed', failed],
  ['EvaluationFailed', evaluationFailed],
  [
    'MapStateStarted',
    (run, event, details) =>
      containers.startMap(run, containerBranchOf(run, event), event, details.number('length')),
  ],
  [
    'ParallelStateStarted',
    (run, event) => containers.startParallel(run, containerBranchOf(run, event), event),
  ],
  [
    'MapIterationStarted',
    (run, event, details) =>
      containers.startIteration(run, containerBranchOf(run, event), event, details.number('index')),
  ],
  [
    'MapIterationSucceeded',
    (run, event, details) =>
      containers.endIteration(run, containerBranchOf(run, event), event, details.number('index')),
  ],
  ['MapIterationFailed', aborted],
  ['MapIterationAborted', aborted],
  ['TaskStateAborted', aborted],
  ['WaitStateAborted', aborted],
  ['MapStateAborted', aborted],
  ['ParallelStateAborted', aborted],
  ['MapStateSucceeded', gathered],
  ['ParallelStateSucceeded', gathered],
  ['MapStateFailed', containerFailed],
  ['ParallelStateFailed', containerFailed],
  ['ExecutionRedriven', redrive],
  ['ExecutionSucceeded', (run, _event, details) => end(run, 'SUCCEEDED', details)],
  ['ExecutionFailed', (run, _event, details) => end(run, 'FAILED', details)],
  ['ExecutionTimedOut', (run, _event, details) => end(run, 'TIMED_OUT', details)],
  ['ExecutionAborted', (run, _event, details) => end(run, 'ABORTED', details)],
]);

function evaluationFailed(run: Run, event: HistoryEvent, details: Details): void {
  const branch = evaluatingBranchOf(run, event, details.text('state'));
  const handling = branch.phase.kind === 'caught';
  run.moveTip(branch, event.id);
  const failure = {
    error: details.optionalText('error'),
    cause: details.optionalText('cause'),
    eventId: event.id,
    at: event.timestamp,
    heartbeat: false,
  };
  const type = branch.visit?.state.type;
  if (handling || branch.phase.kind === 'entering') giveUp(run, branch, failure);
  else if (type === 'Map' || type === 'Parallel') settle(run, branch, failure);
  else raise(run, branch, failure);
}

function containerFailed(run: Run, event: HistoryEvent): void {
  const branch = containerBranchOf(run, event);
  const { phase, visit } = branch;
  if (
    (phase.kind !== 'collapsed' && phase.kind !== 'unwinding') ||
    visit === undefined ||
    !isFallible(visit.state)
  ) {
    throw new HistoryMismatchError(event.id, 'nothing in it has failed');
  }
  run.moveTip(branch, event.id);
  const failure = { ...phase.failure, eventId: event.id };
  if (!catches(run, branch, visit.state, failure)) giveUp(run, branch, failure);
}

function end(run: Run, status: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED', details: Details): void {
  run.status = status;
  run.output = details.optionalText('output');
  run.error = details.optionalText('error');
  run.cause = details.optionalText('cause');
  run.ready.clear();
  run.calls.clear();
}
