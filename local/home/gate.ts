import type { InvokeFunction } from '../services/service.ts';

/** Holds the calls of functions back until every service that they may need is up. */
export interface Gate {
  readonly invoke: InvokeFunction;
  open(): void;
}

export function createGate(invoke: InvokeFunction): Gate {
  const { promise, resolve } = Promise.withResolvers<void>();
  return {
    invoke: async (name, payload, signal) => {
      await opened(promise, signal);
      return invoke(name, payload, signal);
    },
    open: resolve,
  };
}

/** A home that stops before it was up lets its queues go on waiting at the next start. */
async function opened(gate: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return gate;
  signal.throwIfAborted();
  const stopped = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => stopped.reject(signal.reason), { once: true });
  await Promise.race([gate, stopped.promise]);
}
