/** The branches inside a Parallel or Map state: when they start, and what happens at their end. */
import type { Branch, Container, Visit } from './branch.ts';
import { maxConcurrencyOf } from './evaluate.ts';
import type { Run } from './run.ts';

/** True when another iteration may start. */
export function hasCapacity(run: Run, branch: Branch): boolean {
  const { phase, visit } = branch;
  const container = visit?.container;
  if (phase.kind !== 'running' || visit?.state.type !== 'Map' || container === undefined) return false;
  const limit = maxConcurrencyOf(run, branch, visit, visit.state);
  return container.children.length < container.length && container.active < limit;
}

/** Records that an iteration ended with event `eventId`. */
export function finishChild(run: Run, branch: Branch, container: Container, eventId: number): void {
  container.active -= 1;
  container.finished += 1;
  container.lastEventId = eventId;
  if (container.finished === container.length) gather(run, branch, container);
  else if (hasCapacity(run, branch)) run.enqueue(branch);
}

/** Builds the result from the outputs of all children. */
export function gather(run: Run, branch: Branch, container: Container): void {
  const result = `[${container.results.map((one) => one ?? 'null').join(',')}]`;
  branch.phase = { kind: 'gathered', result, previous: container.lastEventId };
  run.enqueue(branch);
}

/** Forgets the children and their events. */
export function releaseChildren(run: Run, visit: Visit): void {
  const { container } = visit;
  if (container === undefined) return;
  for (const end of container.ends) run.tips.delete(end);
  for (const child of container.children) {
    if (run.tips.get(child.tip) === child) run.tips.delete(child.tip);
    if (child.visit !== undefined) releaseChildren(run, child.visit);
  }
  visit.container = undefined;
}
