/** The events that end the branches of a failed Parallel or Map. */
import type { State } from '../definition/model.ts';
import type { Aborting, Branch, Container, Visit } from './branch.ts';
import type { Run } from './run.ts';

/**
 * Lists the events to write, starting with the failed child's, and drops the siblings' tasks. A failed Task gets an
 * aborted event too, because its state was entered and is never exited.
 * @param all false when the failure is tolerated and the siblings continue
 */
export function abortingOf(
  run: Run,
  state: State,
  container: Container,
  failed: Branch,
  all: boolean,
): Aborting[] {
  const siblings = container.children.filter((child) => all && child !== failed && !child.isOver);
  return [
    ...ofChild(state, failed, 'MapIterationFailed'),
    ...openState(run, failed),
    ...siblings.flatMap((child) => [
      ...ofChild(state, child, 'MapIterationAborted'),
      ...openState(run, child),
    ]),
  ];
}

function ofChild(state: State, child: Branch, type: string): Aborting[] {
  return state.type === 'Map' ? [{ type, iteration: { name: state.name, index: child.index } }] : [];
}

/** Aborts the branch's current state and everything inside it. */
function openState(run: Run, branch: Branch): Aborting[] {
  const { phase, visit } = branch;
  run.ready.delete(branch);
  run.dropCall(branch);
  const before = phase.kind === 'entering' ? phase : undefined;
  if (phase.kind !== 'failed') branch.phase = { kind: 'aborted', before };
  if (visit === undefined || phase.kind === 'entering') return [];
  switch (visit.state.type) {
    case 'Task':
      return [{ type: 'TaskStateAborted' }];
    case 'Wait':
      return [{ type: 'WaitStateAborted' }];
    case 'Map':
    case 'Parallel':
      return phase.kind === 'failed'
        ? []
        : [...openChildren(run, visit), { type: `${visit.state.type}StateAborted` }];
    case 'Pass':
    case 'Choice':
    case 'Succeed':
    case 'Fail':
      return [];
  }
}

function openChildren(run: Run, { state, container }: Visit): Aborting[] {
  return (container?.children ?? [])
    .filter((child) => !child.isOver)
    .flatMap((child) => [...ofChild(state, child, 'MapIterationAborted'), ...openState(run, child)]);
}
