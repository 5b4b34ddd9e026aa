import type { HistoryEvent } from '#state-machines/asl/types.ts';

/**
 * Counts the state transitions that AWS bills: each state entered, each retry of a task, and the end. AWS's pricing
 * page does not say whether the end counts; counting it is the cautious choice.
 */
export function transitionsOf(history: readonly HistoryEvent[]): number {
  const of = (...types: string[]) => history.filter(({ type }) => types.includes(type)).length;
  const entered = history.filter(({ type }) => type.endsWith('StateEntered')).length;
  const retries = of('TaskScheduled', 'LambdaFunctionScheduled') - of('TaskStateEntered');
  return (
    entered + retries + of('ExecutionSucceeded', 'ExecutionFailed', 'ExecutionTimedOut', 'ExecutionAborted')
  );
}
