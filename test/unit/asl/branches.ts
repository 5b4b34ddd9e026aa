import { branchOf, task } from './tell.ts';

/** Branches of one state: `I` passes, `T` calls a function. */
export const ITEM = branchOf({ I: { Type: 'Pass' } });
export const CALL = branchOf({ T: task() });
