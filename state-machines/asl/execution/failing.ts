/** Handles failures: by a retrier, a catcher, the container around, or the end of the execution. */
import type { Catcher, FallibleState, Retrier, State } from '../definition/model.ts';
import { seededRandom } from '../jsonata/ambient.ts';
import { abortingOf } from './abort.ts';
import type { Branch, Failure, Visit } from './branch.ts';
import { tolerates } from './evaluate.ts';
import type { Run } from './run.ts';

/** Errors that no wildcard matches. */
const NEVER_BY_WILDCARD = new Set(['States.Runtime']);

/** Handles a failure of the branch's state, after its event was applied. */
export function raise(run: Run, branch: Branch, failure: Failure): void {
  const { visit } = branch;
  if (visit !== undefined && isFallible(visit.state)) {
    if (retries(run, branch, visit, visit.state, failure)) return;
    if (catches(run, branch, visit.state, failure)) return;
  }
  giveUp(run, branch, failure);
}

/** Fails the branch, because nothing in it handles the failure. */
export function giveUp(run: Run, branch: Branch, failure: Failure): void {
  branch.phase = { kind: 'failed', failure };
  run.ready.delete(branch);
  if (branch.parent === undefined) run.enqueue(branch);
  else unwind(run, branch.parent, branch, failure);
}

/** Retries a Parallel or Map that failed inside and is unwound, or lets it collapse. */
export function settle(run: Run, branch: Branch, failure: Failure): void {
  const { visit } = branch;
  if (visit !== undefined && isFallible(visit.state) && retries(run, branch, visit, visit.state, failure))
    return;
  branch.phase = { kind: 'collapsed', failure };
  run.enqueue(branch);
}

/** Applies the matching catcher. @returns false when there is none */
export function catches(run: Run, branch: Branch, state: FallibleState, failure: Failure): boolean {
  const catcher = matching(state.catchers, failure);
  if (catcher === undefined) return false;
  branch.phase = { kind: 'caught', failure, catcher };
  run.enqueue(branch);
  return true;
}

function retries(run: Run, branch: Branch, visit: Visit, state: FallibleState, failure: Failure): boolean {
  const retrier = matching(state.retriers, failure);
  if (retrier === undefined) return false;
  const index = state.retriers.indexOf(retrier);
  const used = visit.attempts[index] ?? 0;
  if (used >= retrier.maxAttempts) return false;
  visit.attempts[index] = used + 1;
  visit.retryCount += 1;
  const random = retrier.jitter ? seededRandom(`${run.facts.executionArn}|${failure.eventId}`) : 1;
  const longest = delay(retrier, used) * 1000;
  const [due, latest] = [failure.at + Math.round(longest * random), failure.at + longest];
  const phase = { kind: 'retrying', failure, due, latest, retrier: index } as const;
  branch.phase = phase;
  run.ready.delete(branch);
  run.timers.add({
    due,
    isLive: () => branch.phase === phase,
    fire: () => {
      branch.phase = { kind: 'entered', previous: failure.eventId };
      run.enqueue(branch);
      return undefined;
    },
  });
  return true;
}

/** Seconds before attempt `used` + 1 of a retrier. */
function delay(retrier: Retrier, used: number): number {
  const seconds = retrier.interval * retrier.backoffRate ** used;
  return Math.min(seconds, retrier.maxDelay ?? seconds);
}

function unwind(run: Run, branch: Branch, child: Branch, failure: Failure): void {
  const { phase, visit } = branch;
  if (phase.kind !== 'running' || visit?.container === undefined) return;
  const { state, container } = visit;
  const tolerated = state.type === 'Map' && tolerates(run, branch, visit, state) ? child : undefined;
  const pending = abortingOf(run, state, container, child, tolerated === undefined);
  const shown = tolerated === undefined ? exceeding(state, failure) : failure;
  branch.phase = { kind: 'unwinding', failure: shown, pending, tolerated };
  if (pending.length === 0) settle(run, branch, shown);
  else run.enqueueFirst(branch);
}

/** A Map with a tolerance fails with its own error. */
function exceeding(state: State, failure: Failure): Failure {
  if (state.type !== 'Map' || (state.toleratedCount ?? state.toleratedPercentage) === undefined)
    return failure;
  const error = 'States.ExceedToleratedFailureThreshold';
  return { ...failure, error, cause: 'The specified tolerated failure threshold was exceeded' };
}

function matching<Handler extends Retrier | Catcher>(
  handlers: readonly Handler[],
  failure: Failure,
): Handler | undefined {
  return handlers.find(({ errorEquals }) => errorEquals.some((name) => matches(name, failure)));
}

function matches(name: string, failure: Failure): boolean {
  const { error = '', heartbeat } = failure;
  if (name === error) return true;
  if (name === 'States.ALL') return !NEVER_BY_WILDCARD.has(error);
  if (name === 'States.TaskFailed') return error !== 'States.Timeout' && !NEVER_BY_WILDCARD.has(error);
  return name === 'States.HeartbeatTimeout' && heartbeat;
}

export function isFallible(state: State): state is FallibleState {
  return state.type === 'Task' || state.type === 'Map' || state.type === 'Parallel';
}
