import type { TaskCall } from '../types.ts';
import type { Branch, Call } from './branch.ts';
import type { Run } from './run.ts';

/** Describes a scheduled task for the runtime that calls it. */
export function taskCall(run: Run, branch: Branch, call: Call): TaskCall {
  const state = branch.visit?.state;
  if (state?.type !== 'Task')
    throw new TypeError(`Event ${call.scheduledEventId} was not scheduled by a Task state.`);
  const { kind, resourceType, resource, waitsForToken } = state.resource;
  return {
    scheduledEventId: call.scheduledEventId,
    stateName: state.name,
    kind,
    resourceType,
    resource,
    parameters: call.parameters,
    taskToken: waitsForToken ? run.token(run.facts.executionArn, call.scheduledEventId) : undefined,
    submitted: call.stage === 'submitted',
  };
}
