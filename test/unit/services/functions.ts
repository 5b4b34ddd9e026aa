import { vi } from 'vitest';
import type { InvokeResult } from '#local/services/service.ts';

/** Stands for the functions of the home: remembers its calls and answers what it is told. */
export function fakeFunctions(results: InvokeResult[] = []) {
  const calls: { name: string; payload: unknown }[] = [];
  return {
    calls,
    invoke: async (name: string, payload: unknown): Promise<InvokeResult> => {
      calls.push({ name, payload });
      return results.shift() ?? { ok: true, payload: null };
    },
    /** Waits until there have been so many calls. */
    called: (count: number) =>
      vi.waitFor(() => {
        if (calls.length < count) throw new Error(`${calls.length} of ${count} calls`);
      }),
  };
}

export const failure: InvokeResult = { ok: false, errorType: 'Boom', errorMessage: 'it said so' };
