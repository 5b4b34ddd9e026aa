import type { InvokeFunction } from '../emulators/service.ts';

/** Delays function calls until all services are up. */
export interface StartupBarrier {
  readonly invoke: InvokeFunction;
  open(): void;
}

export function createStartupBarrier(invoke: InvokeFunction): StartupBarrier {
  const { promise, resolve } = Promise.withResolvers<void>();
  return {
    invoke: async (name, payload, signal) => {
      await waitUntilOpen(promise, signal);
      return invoke(name, payload, signal);
    },
    open: resolve,
  };
}

/** If the environment stops before it is up, the queued calls run at the next start. */
async function waitUntilOpen(barrier: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return barrier;
  signal.throwIfAborted();
  const stopped = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => stopped.reject(signal.reason), { once: true });
  await Promise.race([barrier, stopped.promise]);
}
