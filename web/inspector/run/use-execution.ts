import { useCallback, useRef, useState } from 'react';
import { useDoor } from '../api/context.tsx';
import { DoorError } from '../api/door.ts';
import { type LoadedExecution, loadExecution } from '../api/executions.ts';
import { useLooks } from '../api/use-looks.ts';

interface LiveExecution {
  readonly loaded: LoadedExecution | undefined;
  /** Why the last look failed; what was seen before stays. */
  readonly error: Error | undefined;
  readonly lookAgain: () => void;
}

/** One execution, followed while it runs and the page is seen. */
export function useExecution(executionArn: string): LiveExecution {
  const door = useDoor();
  const known = useRef<LoadedExecution>(undefined);
  const [state, setState] = useState<Omit<LiveExecution, 'lookAgain'>>({
    loaded: undefined,
    error: undefined,
  });
  const look = useCallback(
    async (signal: AbortSignal) => {
      const before = known.current;
      try {
        const loaded = await loadExecution(door, executionArn, before, signal);
        signal.throwIfAborted();
        known.current = loaded;
        setState({ loaded, error: undefined });
        if (loaded.described.status !== 'RUNNING') return 'over';
        return loaded.history.length === before?.history.length ? 'nothing' : 'news';
      } catch (error) {
        if (signal.aborted || !(error instanceof Error)) throw error;
        setState({ loaded: before, error });
        if (error instanceof DoorError && error.status < 500) return 'over';
        throw error;
      }
    },
    [door, executionArn],
  );
  return { ...state, lookAgain: useLooks(look) };
}
