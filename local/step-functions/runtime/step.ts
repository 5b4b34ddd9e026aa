import type { Advance, Execution, Machine, Stimulus } from '#state-machines/asl/types.ts';
import type { ExecutionRow } from '../store/executions.ts';

/** The row after an advance. */
export function rowAfter(
  row: ExecutionRow,
  machine: Machine,
  execution: Execution,
  advance: Advance,
  stimulus: Stimulus,
  now: number,
): ExecutionRow {
  const { status, lastEventId, redriveCount } = execution;
  const running = status === 'RUNNING';
  return {
    ...row,
    status,
    last_event: lastEventId,
    stopped: running ? null : (row.stopped ?? now),
    next_timer: running ? (advance.nextTimer ?? null) : null,
    calling: running && isCalling(machine, execution) ? 1 : 0,
    redrive_count: redriveCount,
    redriven: stimulus.kind === 'redrive' && advance.events.length > 0 ? now : row.redriven,
  };
}

/** True while the answer of some call is still to come, or to be stored. */
function isCalling(machine: Machine, execution: Execution): boolean {
  return machine.outstanding(execution).calls.some((call) => !call.submitted);
}
