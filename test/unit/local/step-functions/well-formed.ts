/** The parts of a history's events that matter for its form. */
interface Event {
  readonly id?: number | undefined;
  readonly previousEventId?: number | undefined;
  readonly type?: string | undefined;
}

const terminal = new Set(['ExecutionSucceeded', 'ExecutionFailed', 'ExecutionTimedOut', 'ExecutionAborted']);

/**
 * All violations of the form of a history; `closed` says whether it must have ended. A redrive continues
 * after an end, so each adds one.
 */
export function problemsOf(history: readonly Event[], closed: boolean): string[] {
  const problems: string[] = [];
  history.forEach((event, index) => {
    if (event.id !== index + 1) problems.push(`event ${index + 1} has the id ${event.id}`);
    if ((event.previousEventId ?? 0) > index) problems.push(`event ${event.id} follows a later one`);
  });
  if (history[0]?.type !== 'ExecutionStarted') problems.push('it does not start with ExecutionStarted');
  const ends = history.flatMap(({ type = '' }, index) => (terminal.has(type) ? [index] : []));
  const before = history.flatMap(({ type }, index) => (type === 'ExecutionRedriven' ? [index - 1] : []));
  const expected = [...before, ...(closed ? [history.length - 1] : [])];
  if (ends.join() !== expected.join()) problems.push(`it ends at ${ends.join()} of ${history.length}`);
  return problems;
}
