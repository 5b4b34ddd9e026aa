/** Finds the branch that a recorded event belongs to. */
import { HistoryMismatchError } from '../errors.ts';
import type { HistoryEvent } from '../types.ts';
import type { Branch } from './branch.ts';
import type { Run } from './run.ts';

/** The branch that entered a state, called a task or left a state. */
export function branchOf(run: Run, event: HistoryEvent): Branch {
  const owner = run.tips.get(event.previousEventId);
  if (owner !== undefined) return owner;
  if (event.previousEventId === 0) return run.root;
  throw new HistoryMismatchError(event.id, `no branch has come to event ${event.previousEventId}`);
}

/** The branch whose Parallel or Map state the event tells of; its children's last events lead there too. */
export function containerBranchOf(run: Run, event: HistoryEvent): Branch {
  const owner = branchOf(run, event);
  return owner.isOver && owner.parent !== undefined ? owner.parent : owner;
}

/** The branch that enters state `name`: the first state of a Parallel's branch points to the Parallel's start. */
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
 * The branch in which an expression failed. The event points to what came before the state where the failure was
 * on the way in, else to the branch's latest event.
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
