/** Finds the branch of a recorded event. */
import { HistoryMismatchError } from '../errors.ts';
import type { HistoryEvent } from '../types.ts';
import type { Branch } from './branch.ts';
import type { Run } from './run.ts';

/** The branch that entered a state, called a task or left a state. */
export function branchOf(run: Run, event: HistoryEvent): Branch {
  const owner = run.tips.get(event.previousEventId);
  if (owner !== undefined) return owner;
  if (event.previousEventId === 0) return run.root;
  throw new HistoryMismatchError(event.id, `no branch is at event ${event.previousEventId}`);
}

/** The branch whose Parallel or Map state the event belongs to, also when it points to a child's last event. */
export function containerBranchOf(run: Run, event: HistoryEvent): Branch {
  const owner = branchOf(run, event);
  return owner.isOver && owner.parent !== undefined ? owner.parent : owner;
}

/** The branch that enters state `name`. The first state of a Parallel's branch points to the Parallel's start. */
export function enteringBranchOf(run: Run, event: HistoryEvent, name: string): Branch {
  const owner = branchOf(run, event);
  const container = owner.phase.kind === 'running' ? owner.visit?.container : undefined;
  if (container === undefined || owner.visit?.state.type !== 'Parallel') return owner;
  const child = container.children.find((one) => one.phase.kind === 'entering' && one.phase.name === name);
  if (child === undefined)
    throw new HistoryMismatchError(event.id, `no branch starts with the state '${name}'`);
  return child;
}

/**
 * The branch in which an expression failed. The event points to the one before the state when the failure happened on
 * entry, else to the branch's latest event.
 */
export function evaluatingBranchOf(run: Run, event: HistoryEvent, state: string): Branch {
  const fits = (branch: Branch): boolean => {
    const name =
      branch.phase.kind === 'entering' ? branch.parent?.visit?.state.name : branch.visit?.state.name;
    return (
      name === state && [branch.tip, branch.visit?.previous, pointer(branch)].includes(event.previousEventId)
    );
  };
  for (const branch of run.ready) if (fits(branch)) return branch;
  throw new HistoryMismatchError(event.id, `no branch is in the state '${state}'`);
}

function pointer({ phase }: Branch): number | undefined {
  return 'previous' in phase ? phase.previous : undefined;
}
