import { setImmediate as turn } from 'node:timers/promises';
import type { TaskAnswer, TaskCaller } from '#local/step-functions/index.ts';
import type { TaskCall } from '#state-machines/asl/types.ts';

/** Task calls that the test completes. */
export interface HeldCalls {
  readonly callTask: TaskCaller;
  /** All calls, in order. */
  readonly made: readonly TaskCall[];
  /** Resolves with the n-th call, counted from 0. */
  call(index: number): Promise<TaskCall>;
  /** Completes the n-th call. */
  answer(index: number, answer?: TaskAnswer): void;
}

export const empty: TaskAnswer = { ok: true, output: '{}' };

export function holdCalls(): HeldCalls {
  const made: TaskCall[] = [];
  const answers: PromiseWithResolvers<TaskAnswer>[] = [];
  return {
    made,
    callTask: (call, signal) => {
      const answer = Promise.withResolvers<TaskAnswer>();
      signal.addEventListener('abort', () => answer.reject(signal.reason));
      made.push(call);
      answers.push(answer);
      return answer.promise;
    },
    call: async (index) => {
      for (;;) {
        const call = made[index];
        if (call !== undefined) return call;
        await turn();
      }
    },
    answer: (index, answer = empty) => answers[index]?.resolve(answer),
  };
}
