import { useCallback, useState } from 'react';
import type { HistoryEvent } from '#state-machines/asl/types.ts';
import type { ReplayOutcome } from '../model/replay.ts';

export interface Replayed {
  readonly outcome: ReplayOutcome;
  readonly against: string;
}

interface Replaying {
  readonly replayed: Replayed | undefined;
  readonly busy: boolean;
  /** Replays against a definition (JSON text); `against` is the definition's name. */
  readonly replay: (definition: () => Promise<string>, against: string) => void;
  readonly forget: () => void;
}

/** Replays a history. The interpreter is loaded on first use. */
export function useReplay(history: readonly HistoryEvent[]): Replaying {
  const [busy, setBusy] = useState(false);
  const [replayed, setReplayed] = useState<Replayed>();
  const replay = useCallback(
    async (definition: () => Promise<string>, against: string) => {
      setBusy(true);
      const outcome = await outcomeOf(definition, history);
      setReplayed({ outcome, against });
      setBusy(false);
    },
    [history],
  );
  return {
    replayed,
    busy,
    replay: (definition, against) => void replay(definition, against),
    forget: () => setReplayed(undefined),
  };
}

async function outcomeOf(
  definition: () => Promise<string>,
  history: readonly HistoryEvent[],
): Promise<ReplayOutcome> {
  try {
    const { replayHistory } = await import('../model/replay.ts');
    return replayHistory(await definition(), history);
  } catch (error) {
    return { kind: 'impossible', reason: error instanceof Error ? error.message : String(error) };
  }
}
