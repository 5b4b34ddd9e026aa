import { useCallback, useEffect, useState } from 'react';
import type { Polled } from '#client/wait.ts';
import { watch } from './watch.ts';

export interface Watched<T> {
  /** The last that was read. */
  readonly value: T | undefined;
  /** Passing trouble: the value is old. */
  readonly trouble: Error | undefined;
  /** What ended the looking for good. */
  readonly failure: Error | undefined;
  /** Looks again at once, for instance after an action of the user. */
  readonly again: () => void;
}

/** Looks at something while the component is there. @param polled the same object as long as it means the same */
export function useWatch<T>(polled: Polled<T>): Watched<T> {
  const [seen, setSeen] = useState<Omit<Watched<T>, 'again'>>(nothing);
  const [round, setRound] = useState(0);
  const again = useCallback(() => setRound((count) => count + 1), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another round looks anew.
  useEffect(() => {
    const stop = new AbortController();
    const watcher = {
      onValue: (value: T) => setSeen({ ...nothing, value }),
      onTrouble: (trouble: Error | undefined) => setSeen((before) => ({ ...before, trouble })),
    };
    watch(polled, watcher, stop.signal).catch((failure: Error) => {
      if (!stop.signal.aborted) setSeen((before) => ({ ...before, failure }));
    });
    return () => stop.abort();
  }, [polled, round]);
  return { ...seen, again };
}

const nothing = { value: undefined, trouble: undefined, failure: undefined };
