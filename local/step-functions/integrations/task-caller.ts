import type { TaskCall } from '#state-machines/asl/types.ts';

/** Result of a task call. `output` is JSON text; errors have AWS's names. */
export type TaskAnswer =
  | { readonly ok: true; readonly output: string }
  | { readonly ok: false; readonly error: string; readonly cause: string };

/**
 * Calls a task once. It resolves for every result and every failure of the callee, and rejects only when
 * `signal` aborts: the call then counts as not made, and the next start repeats it.
 */
export type TaskCaller = (call: TaskCall, signal: AbortSignal) => Promise<TaskAnswer>;
