/**
 * Goes on where an execution ended without success. Documented by AWS, not recorded: a Task is scheduled again
 * with its input and fresh retries, failed or aborted branches go on, what succeeded stays, and other states
 * are entered again.
 */
import type { HistoryEvent } from '../types.ts';
import type { Branch, Container } from './branch.ts';
import { hasRoom } from './children.ts';
import type { Run } from './run.ts';

export function redrive(run: Run, event: HistoryEvent): void {
  run.status = 'RUNNING';
  run.error = undefined;
  run.cause = undefined;
  run.redriveCount += 1;
  run.redrivenAt = event.timestamp;
  restart(run, run.root, event.id);
}

function restart(run: Run, branch: Branch, previous: number): void {
  const { phase, visit } = branch;
  if (phase.kind === 'ended') return;
  run.moveTip(branch, previous);
  run.enqueue(branch);
  if (visit === undefined || phase.kind === 'entering') return;
  visit.attempts = [];
  visit.retryCount = 0;
  if (visit.container !== undefined) {
    restartChildren(run, branch, visit.container, previous);
    return;
  }
  const again = visit.state.type === 'Task' || visit.state.type === 'Map' || visit.state.type === 'Parallel';
  branch.phase = again
    ? { kind: 'entered', previous }
    : { kind: 'entering', name: visit.state.name, input: visit.input, previous };
}

function restartChildren(run: Run, branch: Branch, container: Container, previous: number): void {
  branch.phase = { kind: 'running' };
  container.rooms.length = 0;
  container.active = container.children.filter((child) => child.phase.kind !== 'ended').length;
  if (!hasRoom(run, branch)) run.ready.delete(branch);
  for (const child of container.children) restart(run, child, previous);
}
