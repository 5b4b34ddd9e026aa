import { useCallback, useEffect, useMemo, useState } from 'react';
import type * as z from 'zod/mini';
import { hasEnded } from '#client/session.ts';
import type { Polled } from '#client/wait.ts';
import type { SessionSummary, SessionsResponse } from '#tasks/core/contracts/api.ts';
import { useClient } from '#web/api/client.tsx';
import { problemOf } from '#web/api/problem.ts';
import { useWatch } from '#web/api/use-watch.ts';

export type Summary = z.infer<typeof SessionSummary>;

export interface Sessions {
  /** Newest first; undefined until the first answer. */
  readonly sessions: readonly Summary[] | undefined;
  readonly trouble: Error | undefined;
  readonly failure: Error | undefined;
  /** Looks again at once. */
  readonly again: () => void;
  /** Fetches older ones; undefined when there are no more. */
  readonly more: (() => void) | undefined;
  readonly moreProblem: string | undefined;
}

/** The person's sessions. The newest are looked at again while one of them goes on; older ones have long ended. */
export function useSessions(): Sessions {
  const client = useClient();
  const polled = useMemo(
    (): Polled<SessionsResponse> => ({
      read: (signal) => client.sessions({ limit: 24 }, signal === undefined ? {} : { signal }),
      done: ({ sessions }) => sessions.every(hasEnded),
      stamp: ({ sessions }) => sessions.map(({ job_id, updated_at }) => `${job_id} ${updated_at}`).join(),
      idle: ({ sessions }) => !sessions.some(({ status }) => status === 'processing'),
    }),
    [client],
  );
  const { value, trouble, failure, again } = useWatch(polled);
  useReturn(again);
  const [older, setOlder] = useState<SessionsResponse>();
  const [moreProblem, setMoreProblem] = useState<string>();
  const next = older === undefined ? value?.next : older.next;
  const more = useCallback(() => {
    if (next === undefined) return;
    client.sessions({ limit: 24, next }).then(
      (page) => {
        setMoreProblem(undefined);
        setOlder((before) => ({ ...page, sessions: [...(before?.sessions ?? []), ...page.sessions] }));
      },
      (error: unknown) => setMoreProblem(problemOf(error)),
    );
  }, [client, next]);
  return {
    sessions: value && merged(value.sessions, older?.sessions ?? []),
    trouble,
    failure,
    again,
    more: next === undefined ? undefined : more,
    moreProblem,
  };
}

/** Another tab may have begun or deleted something meanwhile. @param onReturn called when the page is seen again */
function useReturn(onReturn: () => void): void {
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === 'visible') onReturn();
    };
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [onReturn]);
}

/** A session that moved from the first page to the second meanwhile is shown once. */
function merged(newest: readonly Summary[], older: readonly Summary[]): Summary[] {
  const known = new Set(newest.map(({ job_id }) => job_id));
  return [...newest, ...older.filter(({ job_id }) => !known.has(job_id))];
}
