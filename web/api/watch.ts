import { isTransient, sleep } from '#client/retry.ts';
import { type Polled, poll } from '#client/wait.ts';

export interface Watcher<T> {
  onValue(value: T): void;
  /** The service cannot be reached or is not well; looking goes on. Undefined when it answers again. */
  onTrouble(trouble: Error | undefined): void;
}

/** What the page looks from; tests have another. */
export interface Outlook {
  /** Resolves when the page is visible. */
  visible(signal: AbortSignal): Promise<void>;
  /** Aborted when the page is hidden; stops listening with `signal`. */
  untilHidden(signal: AbortSignal): AbortSignal;
  /** Waits so many milliseconds, or until the connection is back. */
  recovered(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** Milliseconds until it tries again after trouble. */
const recovery = 4_000;

/**
 * Looks at something while the page is visible, until it is done: a page in the background asks nothing, and
 * asks at once when it comes back. Trouble that may pass is told, and outlived.
 * @throws what will not pass; the signal's reason
 */
export async function watch<T>(
  polled: Polled<T>,
  watcher: Watcher<T>,
  signal: AbortSignal,
  outlook: Outlook = browserOutlook,
): Promise<void> {
  for (;;) {
    await outlook.visible(signal);
    const round = new AbortController();
    const hidden = outlook.untilHidden(round.signal);
    try {
      const onValue = (value: T) => {
        watcher.onTrouble(undefined);
        watcher.onValue(value);
      };
      await poll(polled, sleep, { signal: AbortSignal.any([signal, hidden]), onValue });
      return;
    } catch (error) {
      signal.throwIfAborted();
      if (hidden.aborted) continue;
      if (!(error instanceof Error) || !isTransient(error)) throw error;
      watcher.onTrouble(error);
      await outlook.recovered(recovery, signal);
    } finally {
      round.abort();
    }
  }
}

const browserOutlook: Outlook = {
  visible: (signal) =>
    document.visibilityState === 'visible' ? Promise.resolve() : once(document, 'visibilitychange', signal),
  untilHidden: (signal) => {
    const hidden = new AbortController();
    const look = () => {
      if (document.visibilityState === 'hidden') hidden.abort();
    };
    document.addEventListener('visibilitychange', look, { signal });
    return hidden.signal;
  },
  recovered: (milliseconds, signal) =>
    Promise.race([sleep(milliseconds, signal), once(window, 'online', signal)]),
};

function once(target: EventTarget, event: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    target.addEventListener(event, () => resolve(), { once: true, signal });
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
