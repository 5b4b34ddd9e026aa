import { vi } from 'vitest';
import type { InvokeResult } from '#local/emulators/service.ts';

/** A fake of the functions: records calls and returns the given results. */
export function fakeFunctions(results: InvokeResult[] = []) {
  const calls: { name: string; payload: unknown }[] = [];
  return {
    calls,
    invoke: async (name: string, payload: unknown): Promise<InvokeResult> => {
      calls.push({ name, payload });
      return results.shift() ?? { ok: true, payload: null };
    },
    /** Waits for this many calls. */
    called: (count: number) =>
      vi.waitFor(() => {
        if (calls.length < count) throw new Error(`${calls.length} of ${count} calls`);
      }),
  };
}

export const failure: InvokeResult = { ok: false, errorType: 'Boom', errorMessage: 'it said so' };
