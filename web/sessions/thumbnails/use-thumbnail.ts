import { useEffect, useState } from 'react';
import type { Client } from '#client/api.ts';
import { useClient } from '#web/api/client.tsx';
import { makeThumbnail } from './make.ts';
import { keepThumbnail, keptThumbnail } from './store.ts';

/** Photos that are being fetched, at most two at a time: the list may be long, and photos large. */
let queue: Promise<unknown>[] = [Promise.resolve(), Promise.resolve()];

/** The small picture of a session, from this browser or made of the session's photo. @param wanted is it in sight? */
export function useThumbnail(jobId: string, wanted: boolean): Blob | undefined {
  const client = useClient();
  const [picture, setPicture] = useState<Blob>();
  useEffect(() => {
    if (!wanted) return;
    const stop = new AbortController();
    thumbnailOf(client, jobId, stop.signal).then(
      (blob) => {
        if (!stop.signal.aborted) setPicture(blob);
      },
      // A session without a photo, or one that cannot be reached now, is shown without a picture.
      () => {},
    );
    return () => stop.abort();
  }, [client, jobId, wanted]);
  return picture;
}

async function thumbnailOf(client: Client, jobId: string, signal: AbortSignal): Promise<Blob> {
  const kept = await keptThumbnail(jobId);
  if (kept !== undefined) return kept;
  return inTurn(async () => {
    signal.throwIfAborted();
    const thumbnail = await makeThumbnail(new Blob([await client.file(jobId, 'photo', { signal })]));
    await keepThumbnail(jobId, thumbnail);
    return thumbnail;
  });
}

function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const [first = Promise.resolve(), ...others] = queue;
  const next = first.then(work);
  queue = [...others, next.catch(() => {})];
  return next;
}
