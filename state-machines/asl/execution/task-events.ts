/** Turns results of tasks into the events that AWS writes. */
import { isLongerThan } from '../bytes.ts';
import { tryParseJson } from '../json.ts';
import type { Stimulus } from '../types.ts';
import type { Branch } from './branch.ts';
import { type Draft, draft } from './draft.ts';
import { MAX_BYTES, ResultTooLarge } from './limits.ts';
import type { Run } from './run.ts';

type Answer = Extract<Stimulus, { kind: 'taskSubmitted' | 'taskSucceeded' | 'taskFailed' }>;

/** @returns undefined when the task is not pending */
export function answer(run: Run, stimulus: Answer): Draft | undefined {
  const pending = run.calls.get(stimulus.scheduledEventId);
  if (pending === undefined) return undefined;
  const { branch, call } = pending;
  switch (stimulus.kind) {
    case 'taskSubmitted':
      return call.stage === 'started' ? submitted(branch, stimulus.output) : undefined;
    case 'taskSucceeded':
      return succeeded(branch, compact(stimulus));
    case 'taskFailed':
      return taskEvent(branch, 'Failed', { error: stimulus.error, cause: stimulus.cause });
  }
}

/** @throws TypeError when the output is not JSON; the caller must check results from outside first */
function compact({ scheduledEventId, output }: Extract<Answer, { kind: 'taskSucceeded' }>): string {
  const value = tryParseJson(output);
  if (value === undefined)
    throw new TypeError(`The output of the task scheduled at event ${scheduledEventId} isn't valid JSON.`);
  return JSON.stringify(value);
}

export function timedOut(branch: Branch): Draft {
  return taskEvent(branch, 'TimedOut', { error: 'States.Timeout' });
}

function submitted(branch: Branch, output: string): Draft | undefined {
  const resource = resourceOf(branch);
  if (resource === undefined || !resource.resource.includes('.')) return undefined;
  return taskEvent(branch, 'Submitted', { output, outputDetails: { truncated: false } });
}

function succeeded(branch: Branch, output: string): Draft {
  if (!isLongerThan(output, MAX_BYTES)) {
    return taskEvent(branch, 'Succeeded', { output, outputDetails: { truncated: false } });
  }
  const resource = resourceOf(branch);
  const source = resource?.kind === 'lambda-arn' ? resource.resource : (resource?.resourceType ?? '');
  const { name, message } = new ResultTooLarge(source, branch.tip);
  return taskEvent(branch, 'Failed', { error: name, cause: message });
}

function taskEvent(branch: Branch, what: string, details: Readonly<Record<string, unknown>>): Draft {
  const resource = resourceOf(branch);
  if (resource?.kind === 'lambda-arn') {
    return draft(`LambdaFunction${what}`, branch.tip, `lambdaFunction${what}EventDetails`, details);
  }
  const common = { resourceType: resource?.resourceType, resource: resource?.resource };
  return draft(`Task${what}`, branch.tip, `task${what}EventDetails`, { ...common, ...details });
}

function resourceOf({ visit }: Branch) {
  return visit?.state.type === 'Task' ? visit.state.resource : undefined;
}
