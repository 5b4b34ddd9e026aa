import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { newSessionId, startSession } from '#client/session.ts';
import type { PhotoLimits } from '#contracts/web-config.ts';
import { useClient } from '#web/api/client.tsx';
import { errorMessage } from '#web/api/error-message.ts';
import { cachePhoto } from '../photos.ts';
import { type Photo, PhotoError, readPhoto } from './photo.ts';

export type UploadState =
  | { readonly kind: 'empty'; readonly error?: string }
  | { readonly kind: 'reading' }
  | { readonly kind: 'chosen'; readonly photo: Photo; readonly error?: string }
  /** `percent` of the photo has been sent. */
  | { readonly kind: 'sending'; readonly photo: Photo; readonly percent: number };

export interface Upload {
  readonly state: UploadState;
  readonly choose: (file: Blob) => void;
  readonly clear: () => void;
  readonly send: () => void;
}

/** Reads a photo, uploads it and starts its session. @param onStarted called with the job id */
export function useUpload(limits: PhotoLimits | undefined, onStarted: (jobId: string) => void): Upload {
  const client = useClient();
  const queries = useQueryClient();
  const [state, setState] = useState<UploadState>({ kind: 'empty' });
  /** One per photo, so that sending it again after an error starts no second session. */
  const sessionId = useRef('');
  const stop = useRef<AbortController>(undefined);

  const clear = useCallback(() => {
    stop.current?.abort();
    setState({ kind: 'empty' });
  }, []);

  const choose = useCallback(
    (file: Blob) => {
      sessionId.current = newSessionId();
      setState({ kind: 'reading' });
      readPhoto(file, limits).then(
        (photo) => setState({ kind: 'chosen', photo }),
        (error) =>
          setState({
            kind: 'empty',
            error: error instanceof PhotoError ? error.message : errorMessage(error),
          }),
      );
    },
    [limits],
  );

  const send = async () => {
    if (state.kind !== 'chosen') return;
    const { photo } = state;
    const stopping = new AbortController();
    stop.current = stopping;
    const { signal } = stopping;
    const percentOf = (sent: number, total: number) => Math.floor((100 * sent) / Math.max(1, total));
    setState({ kind: 'sending', photo, percent: 0 });
    try {
      const bytes = new Uint8Array(await photo.blob.arrayBuffer());
      const jobId = await startSession(
        client,
        { bytes, type: photo.type },
        {
          sessionId: sessionId.current,
          signal,
          onProgress: (sent, total) => setState({ kind: 'sending', photo, percent: percentOf(sent, total) }),
        },
      );
      cachePhoto(queries, jobId, photo.blob);
      onStarted(jobId);
    } catch (error) {
      if (!signal.aborted) setState({ kind: 'chosen', photo, error: errorMessage(error) });
    }
  };

  useLeaveGuard(state.kind === 'sending');
  return { state, choose, clear, send: () => void send() };
}

/** Asks before the tab is closed during an upload. */
function useLeaveGuard(active: boolean): void {
  useEffect(() => {
    if (!active) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [active]);
}
