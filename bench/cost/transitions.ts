import type { HistoryEvent } from '#state-machines/asl/types.ts';

/**
 * State transitions that an execution is billed for: each state entered, each retry of a task, and the end.
 * Counted on the safe side: AWS's pricing page leaves open whether the end is one.
 */
export function transitionsOf(history: readonly HistoryEvent[]): number {
  const of = (...types: string[]) => history.filter(({ type }) => types.includes(type)).length;
  const entered = history.filter(({ type }) => type.endsWith('StateEntered')).length;
  const retries = of('TaskScheduled', 'LambdaFunctionScheduled') - of('TaskStateEntered');
  return (
    entered + retries + of('ExecutionSucceeded', 'ExecutionFailed', 'ExecutionTimedOut', 'ExecutionAborted')
  );
}
