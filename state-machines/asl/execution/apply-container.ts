/** Applies the events of Parallel and Map states. */
import { HistoryMismatchError } from '../errors.ts';
import type { HistoryEvent } from '../types.ts';
import { Branch, type Container, type Visit } from './branch.ts';
import { finishChild, gather, hasCapacity, releaseChildren } from './children.ts';
import { settle } from './failing.ts';
import type { Run } from './run.ts';
import { errorOutput } from './scope.ts';

function startContainer(run: Run, branch: Branch, event: HistoryEvent, length: number): Container {
  if (branch.visit === undefined) throw new HistoryMismatchError(event.id, 'the branch is in no state');
  releaseChildren(run, branch.visit);
  const container: Container = {
    startedEventId: event.id,
    length,
    children: [],
    results: Array.from({ length }, () => undefined),
    freed: [],
    active: 0,
    finished: 0,
    failures: 0,
    lastEventId: event.id,
    ends: [],
  };
  branch.visit.container = container;
  branch.phase = { kind: 'running' };
  run.moveTip(branch, event.id);
  return container;
}

export function startParallel(run: Run, branch: Branch, event: HistoryEvent): void {
  const state = branch.visit?.state;
  if (state?.type !== 'Parallel')
    throw new HistoryMismatchError(event.id, 'the branch is in no Parallel state');
  const input = state.arguments === undefined ? branch.visit?.input : undefined;
  const container = startContainer(run, branch, event, state.branches.length);
  run.ready.delete(branch);
  for (const [index, branching] of state.branches.entries()) {
    const phase = { kind: 'entering', name: branching.startAt, input, previous: event.id } as const;
    const child = new Branch(branching, branch, index, phase, 0);
    container.children.push(child);
    run.enqueue(child);
  }
}

export function startMap(run: Run, branch: Branch, event: HistoryEvent, length: number): void {
  const container = startContainer(run, branch, event, length);
  if (length === 0) gather(run, branch, container);
  else run.ready.add(branch);
}

export function startIteration(run: Run, branch: Branch, event: HistoryEvent, index: number): void {
  const { container, state } = containerOf(branch, event);
  if (state.type !== 'Map') throw new HistoryMismatchError(event.id, 'the branch is in no Map state');
  const phase = {
    kind: 'entering',
    name: state.processor.startAt,
    input: undefined,
    previous: event.id,
  } as const;
  const child = new Branch(state.processor, branch, index, phase, 0);
  container.children.push(child);
  container.active += 1;
  if (event.previousEventId !== container.startedEventId) container.freed.shift();
  run.moveTip(child, event.id);
  run.enqueue(child);
  if (!hasCapacity(run, branch)) run.ready.delete(branch);
}

export function endIteration(run: Run, branch: Branch, event: HistoryEvent, index: number): void {
  const { container } = containerOf(branch, event);
  const child = container.children[index];
  if (child !== undefined) run.ready.delete(child);
  container.freed.push(event.previousEventId);
  container.ends.push(event.id);
  run.tips.set(event.id, branch);
  finishChild(run, branch, container, event.id);
}

/** Applies one event of the unwinding. A tolerated failure of an iteration is a single event. */
export function abortOne(run: Run, branch: Branch, event: HistoryEvent, index: number | undefined): void {
  const { phase } = branch;
  if (phase.kind !== 'unwinding') throw new HistoryMismatchError(event.id, 'nothing in it has failed');
  const position = phase.pending.findIndex(
    ({ type, iteration }) => type === event.type && iteration?.index === index,
  );
  if (position === -1) throw new HistoryMismatchError(event.id, `nothing in it ends by ${event.type}`);
  phase.pending.splice(position, 1);
  if (phase.pending.length > 0) return;
  if (phase.tolerated === undefined) settle(run, branch, phase.failure);
  else tolerate(run, branch, event, phase.tolerated);
}

/** Continues the Map without the failed iteration. */
function tolerate(run: Run, branch: Branch, event: HistoryEvent, child: Branch): void {
  branch.phase = { kind: 'running' };
  const { container } = containerOf(branch, event);
  container.failures += 1;
  container.freed.push(child.tip);
  if (child.phase.kind === 'failed') {
    container.results[child.index] = JSON.stringify(errorOutput(child.phase.failure));
  }
  finishChild(run, branch, container, child.tip);
}

export function succeed(run: Run, branch: Branch, event: HistoryEvent): void {
  const { phase } = branch;
  if (phase.kind !== 'gathered') throw new HistoryMismatchError(event.id, 'not all of it has ended');
  branch.phase = { kind: 'succeeded', result: phase.result, previous: phase.previous };
  run.ready.add(branch);
}

function containerOf(branch: Branch, event: HistoryEvent): { container: Container; state: Visit['state'] } {
  const { phase, visit } = branch;
  if (phase.kind === 'running' && visit?.container !== undefined)
    return { container: visit.container, state: visit.state };
  throw new HistoryMismatchError(event.id, 'the branch is in no Parallel or Map state that runs');
}
