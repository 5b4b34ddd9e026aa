/** Starts a state after its entry, and again at each attempt. */
import type { MapState, ParallelState, TaskState } from '../definition/model.ts';
import type { Branch, Visit } from './branch.ts';
import { type Draft, draft } from './draft.ts';
import {
  branchInput,
  failureOfFailState,
  maxConcurrencyOf,
  taskFields,
  tolerance,
  waitUntil,
} from './evaluate.ts';
import { leaveChoice, leaveState } from './leave.ts';
import type { Run } from './run.ts';
import { itemsOf, scopeOf } from './scope.ts';

/** @param previous id of the entry, or of the failure before this attempt */
export function startState(
  run: Run,
  branch: Branch,
  visit: Visit,
  previous: number,
  now: number,
): Draft | undefined {
  const { state } = visit;
  switch (state.type) {
    case 'Pass':
    case 'Succeed':
      return leaveState(run, branch, visit, { result: visit.input, previous, now: visit.enteredAt });
    case 'Choice':
      return leaveChoice(run, branch, visit, state);
    case 'Task':
      return schedule(run, branch, visit, state, previous, now);
    case 'Map':
      return startMap(run, branch, visit, state, previous);
    case 'Parallel':
      return startParallel(run, branch, visit, state, previous);
    case 'Wait':
      waitUntil(run, branch, visit, state);
      return undefined;
    case 'Fail':
      failureOfFailState(run, branch, visit, state);
      return undefined;
  }
}

function schedule(
  run: Run,
  branch: Branch,
  visit: Visit,
  state: TaskState,
  previous: number,
  now: number,
): Draft {
  const { kind, resourceType, resource, waitsForToken } = state.resource;
  const outcome = waitsForToken ? { token: run.token(run.facts.executionArn, run.lastEventId + 1) } : {};
  const fields = taskFields(state, visit, scopeOf(run, branch, visit, now, outcome));
  const common = {
    timeoutInSeconds: fields.timeout,
    heartbeatInSeconds: fields.heartbeat,
    taskCredentials: fields.roleArn === undefined ? undefined : { roleArn: fields.roleArn },
  };
  if (kind === 'lambda-arn') {
    const input = { resource, input: fields.parameters, inputDetails: { truncated: false } };
    return draft('LambdaFunctionScheduled', previous, 'lambdaFunctionScheduledEventDetails', {
      ...input,
      ...common,
    });
  }
  const call = { resourceType, resource, region: run.facts.region, parameters: fields.parameters };
  return draft('TaskScheduled', previous, 'taskScheduledEventDetails', { ...call, ...common });
}

function startMap(run: Run, branch: Branch, visit: Visit, state: MapState, previous: number): Draft {
  const { length } = itemsOf(run, branch, visit, state);
  maxConcurrencyOf(run, branch, visit, state);
  tolerance(run, branch, visit, state);
  return draft('MapStateStarted', previous, 'mapStateStartedEventDetails', { length });
}

function startParallel(
  run: Run,
  branch: Branch,
  visit: Visit,
  state: ParallelState,
  previous: number,
): Draft {
  branchInput(run, branch, visit, state.arguments);
  return draft('ParallelStateStarted', previous);
}
