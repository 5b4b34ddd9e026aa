import { type QueryKey, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { type Backoff, type BackoffOptions, nextBackoff } from '#client/backoff.ts';
import * as retry from '#client/retry.ts';

export interface PollingOptions<T> extends Omit<BackoffOptions, 'idle'> {
  readonly queryKey: QueryKey;
  /** @param before the value of the last read, for a server that answers with changes only */
  read(signal: AbortSignal, before: NoInfer<T> | undefined): Promise<T>;
  /** The value never changes again. */
  done(value: NoInfer<T>): boolean;
  /** Differs between two values that differ. */
  stamp(value: NoInfer<T>): string;
  /** The value changes when a person acts, so it is read rarely. */
  idle?(value: NoInfer<T>): boolean;
  /** Whether the same request may succeed later. Default: network errors and busy servers. */
  isTransient?(error: Error): boolean;
}

export interface Polling<T> {
  /** The value of the last successful read. */
  readonly value: T | undefined;
  /** Why reads fail at the moment. They are retried. */
  readonly trouble: Error | undefined;
  /** Why polling stopped. */
  readonly failure: Error | undefined;
  /** Reads at once and polls at the shortest interval, for instance after an action of the user. */
  readonly refresh: () => void;
}

interface Read<T> {
  readonly value: T;
  /** Undefined when the value never changes again. */
  readonly backoff: Backoff | undefined;
}

/** Milliseconds between two tries after a transient error. */
const retryDelay = 4_000;

/**
 * Reads a value again and again: less often while it stays the same, not while the page is hidden, and at once
 * when the page is visible or online again.
 *
 * @example
 * const { value } = usePolling({
 *   queryKey: ['session', jobId],
 *   read: (signal) => client.status(jobId, { signal }),
 *   done: hasEnded,
 *   stamp: ({ updated_at }) => updated_at,
 * });
 */
export function usePolling<T>(options: PollingOptions<T>): Polling<T> {
  const client = useQueryClient();
  const query = useQuery(pollingQuery(options));
  return {
    value: query.data,
    trouble: query.error === null ? (query.failureReason ?? undefined) : undefined,
    failure: query.error ?? undefined,
    refresh: () => {
      client.setQueryData<Read<T>>(options.queryKey, (read) => read && { ...read, backoff: undefined });
      void query.refetch();
    },
  };
}

export function pollingQuery<T>({ queryKey, ...options }: PollingOptions<T>) {
  const { isTransient = retry.isTransient } = options;
  return queryOptions({
    queryKey,
    queryFn: async ({ client, signal }): Promise<Read<T>> => {
      const before = client.getQueryData<Read<T>>(queryKey);
      const value = await options.read(signal, before?.value);
      if (options.done(value)) return { value, backoff: undefined };
      const idle = options.idle?.(value) ?? false;
      return { value, backoff: nextBackoff(before?.backoff, options.stamp(value), { ...options, idle }) };
    },
    select: (read) => read.value,
    refetchInterval: ({ state }) => (state.error === null ? state.data?.backoff?.pause : undefined),
    staleTime: 0,
    refetchOnWindowFocus: true,
    retry: (_, error) => isTransient(error),
    retryDelay,
  });
}
