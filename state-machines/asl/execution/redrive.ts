/**
 * Resumes an execution that ended without success, as AWS documents it: a Task is scheduled again with its input and
 * fresh retries, failed or aborted branches continue, successful work stays, and other states are entered again. No
 * recording shows these events.
 */
import type { HistoryEvent } from '../types.ts';
import type { Branch, Container } from './branch.ts';
import { hasCapacity } from './children.ts';
import type { Run } from './run.ts';

export function redrive(run: Run, event: HistoryEvent): void {
  run.status = 'RUNNING';
  run.error = undefined;
  run.cause = undefined;
  run.redriveCount += 1;
  run.redrivenAt = event.timestamp;
  run.moveTip(run.root, event.id);
  restart(run, run.root);
}

/** The next event points to the branch's latest event, which for the root branch is the redrive. */
function restart(run: Run, branch: Branch): void {
  const { phase, visit, tip } = branch;
  run.enqueue(branch);
  if (phase.kind === 'entering') return;
  if (phase.kind === 'aborted' && phase.before !== undefined) {
    branch.phase = { ...phase.before, previous: tip || (branch.parent?.tip ?? 0) };
    return;
  }
  if (visit === undefined) return;
  visit.attempts = [];
  visit.retryCount = 0;
  if (visit.container !== undefined) {
    restartChildren(run, branch, visit.container);
    return;
  }
  const { name, type } = visit.state;
  const again = type === 'Task' || type === 'Map' || type === 'Parallel';
  branch.phase = again
    ? { kind: 'entered', previous: tip }
    : { kind: 'entering', name, input: visit.input, previous: tip };
}

function restartChildren(run: Run, branch: Branch, container: Container): void {
  const open = container.children.filter((child) => container.results[child.index] === undefined);
  branch.phase = { kind: 'running' };
  container.startedEventId = branch.tip;
  container.freed.length = 0;
  container.active = open.length;
  if (!hasCapacity(run, branch)) run.ready.delete(branch);
  for (const child of open) restart(run, child);
}
