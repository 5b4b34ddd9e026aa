import { useInfiniteQuery } from '@tanstack/react-query';
import type * as z from 'zod/mini';
import { hasEnded } from '#client/session.ts';
import type { SessionSummary } from '#contracts/api.ts';
import { useClient } from '#web/api/client.tsx';
import { type Polling, usePolling } from '#web/api/polling.ts';

export type Summary = z.infer<typeof SessionSummary>;

export interface Sessions extends Omit<Polling<unknown>, 'value'> {
  /** Newest first; undefined until the first answer. */
  readonly sessions: readonly Summary[] | undefined;
  /** Fetches older sessions; undefined when there are no more. */
  readonly showOlder: (() => void) | undefined;
  /** Why older sessions could not be fetched. */
  readonly olderError: Error | null;
}

const limit = 24;

/** The user's sessions. The newest page is polled while one of its sessions runs; older sessions have ended. */
export function useSessions(): Sessions {
  const client = useClient();
  const { value: newest, ...polling } = usePolling({
    queryKey: ['sessions'],
    read: (signal) => client.sessions({ limit }, { signal }),
    done: ({ sessions }) => sessions.every(hasEnded),
    stamp: ({ sessions }) => sessions.map(({ job_id, updated_at }) => `${job_id} ${updated_at}`).join(),
    idle: ({ sessions }) => !sessions.some(({ status }) => status === 'processing'),
  });
  const older = useInfiniteQuery({
    queryKey: ['sessions', 'older'],
    queryFn: ({ pageParam: next, signal }) => client.sessions({ limit, ...(next && { next }) }, { signal }),
    initialPageParam: newest?.next,
    getNextPageParam: ({ next }) => next,
    enabled: false,
    // The pages continue the newest page of this visit.
    gcTime: 0,
  });
  const hasOlder = older.data === undefined ? newest?.next !== undefined : older.hasNextPage;
  return {
    ...polling,
    sessions: newest && merge(newest.sessions, older.data?.pages.flatMap(({ sessions }) => sessions) ?? []),
    showOlder: hasOlder ? () => void older.fetchNextPage() : undefined,
    olderError: older.error,
  };
}

/** A session that moved from the newest page to an older one is shown once. */
function merge(newest: readonly Summary[], older: readonly Summary[]): Summary[] {
  const known = new Set(newest.map(({ job_id }) => job_id));
  return [...newest, ...older.filter(({ job_id }) => !known.has(job_id))];
}
