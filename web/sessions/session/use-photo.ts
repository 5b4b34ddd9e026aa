import { useEffect, useState } from 'react';
import { imageTypeOf } from '#client/image-type.ts';
import { useClient } from '#web/api/client.tsx';
import { rememberedPhoto, rememberPhoto } from '../photos.ts';

export interface SessionPhoto {
  readonly photo: Blob | undefined;
  readonly failure: Error | undefined;
  readonly again: () => void;
}

/** The session's photo: the one that was just uploaded, or the server's. */
export function usePhoto(jobId: string): SessionPhoto {
  const client = useClient();
  const [photo, setPhoto] = useState(() => rememberedPhoto(jobId));
  const [failure, setFailure] = useState<Error>();
  const [round, setRound] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another round fetches anew.
  useEffect(() => {
    const known = rememberedPhoto(jobId);
    setPhoto(known);
    setFailure(undefined);
    if (known !== undefined) return;
    const stop = new AbortController();
    client.file(jobId, 'photo', { signal: stop.signal }).then(
      (bytes) => {
        const type = imageTypeOf(bytes);
        const fetched = new Blob([bytes], type === undefined ? {} : { type });
        rememberPhoto(jobId, fetched);
        setPhoto(fetched);
      },
      (error: Error) => {
        if (!stop.signal.aborted) setFailure(error);
      },
    );
    return () => stop.abort();
  }, [client, jobId, round]);
  return { photo, failure, again: () => setRound((count) => count + 1) };
}
