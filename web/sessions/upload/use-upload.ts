import { useCallback, useEffect, useRef, useState } from 'react';
import { newSessionId, startSession } from '#client/session.ts';
import type { PhotoLimits } from '#tasks/core/contracts/web-config.ts';
import { useClient } from '#web/api/client.tsx';
import { problemOf } from '#web/api/problem.ts';
import { rememberPhoto } from '../photos.ts';
import { type Photo, PhotoError, readPhoto } from './photo.ts';

export type UploadState =
  | { readonly kind: 'empty'; readonly problem?: string }
  | { readonly kind: 'reading' }
  | { readonly kind: 'chosen'; readonly photo: Photo; readonly problem?: string }
  /** `percent` of the photo is sent. */
  | { readonly kind: 'sending'; readonly photo: Photo; readonly percent: number };

export interface Upload {
  readonly state: UploadState;
  readonly choose: (file: Blob) => void;
  readonly clear: () => void;
  readonly send: () => void;
}

/** A photo's way from a file to a session. @param onStarted told the session's job id */
export function useUpload(limits: PhotoLimits | undefined, onStarted: (jobId: string) => void): Upload {
  const client = useClient();
  const [state, setState] = useState<UploadState>({ kind: 'empty' });
  /** One for each photo, so that sending it again after trouble is the same session. */
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
            problem: error instanceof PhotoError ? error.message : problemOf(error),
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
      rememberPhoto(jobId, photo.blob);
      onStarted(jobId);
    } catch (error) {
      if (!signal.aborted) setState({ kind: 'chosen', photo, problem: problemOf(error) });
    }
  };

  useLeaveGuard(state.kind === 'sending');
  return { state, choose, clear, send: () => void send() };
}

/** Asks before a tab is closed in the middle of an upload. */
function useLeaveGuard(active: boolean): void {
  useEffect(() => {
    if (!active) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [active]);
}
