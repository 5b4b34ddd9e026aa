import type { TaskCall } from '#state-machines/asl/types.ts';

/** What a called task answered. `output` is JSON text; errors are named as AWS names them. */
export type TaskAnswer =
  | { readonly ok: true; readonly output: string }
  | { readonly ok: false; readonly error: string; readonly cause: string };

/**
 * Calls a task once. It resolves for every answer and every failure of the other side, and rejects only when
 * `signal` ends it: the call then counts as not made and is made again after the next start.
 */
export type TaskCaller = (call: TaskCall, signal: AbortSignal) => Promise<TaskAnswer>;
