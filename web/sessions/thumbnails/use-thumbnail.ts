import { useQuery } from '@tanstack/react-query';
import type { Client } from '#client/api.ts';
import { useClient } from '#web/api/client.tsx';
import { makeThumbnail } from './make.ts';
import { storedThumbnail, storeThumbnail } from './store.ts';

/**
 * The thumbnail of a session, from this browser or made from the session's photo. Undefined without one.
 * @param visible a thumbnail that is out of sight is not fetched
 */
export function useThumbnail(jobId: string, visible: boolean): Blob | undefined {
  const client = useClient();
  const { data } = useQuery({
    queryKey: ['thumbnail', jobId],
    queryFn: ({ signal }) => thumbnailOf(client, jobId, signal),
    enabled: visible,
  });
  return data;
}

/** The list may be long and photos large, so two photos are fetched at a time. */
let slots: Promise<unknown>[] = [Promise.resolve(), Promise.resolve()];

async function thumbnailOf(client: Client, jobId: string, signal: AbortSignal): Promise<Blob> {
  const stored = await storedThumbnail(jobId);
  if (stored !== undefined) return stored;
  return inTurn(async () => {
    signal.throwIfAborted();
    const thumbnail = await makeThumbnail(new Blob([await client.file(jobId, 'photo', { signal })]));
    await storeThumbnail(jobId, thumbnail);
    return thumbnail;
  });
}

function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const [first = Promise.resolve(), ...others] = slots;
  const next = first.then(work);
  slots = [...others, next.catch(() => {})];
  return next;
}
