import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { newSessionId, startSession } from '#client/session.ts';
import type { PhotoLimits } from '#contracts/web-config.ts';
import { useClient } from '#web/api/client.tsx';
import { errorMessage } from '#web/api/error-message.ts';
import { keepUpload } from '../photos.ts';
import { type ChosenPhoto, PhotoError, readChosen, toSend } from './chosen.ts';

export type UploadState =
  | { readonly kind: 'empty'; readonly error?: string }
  | { readonly kind: 'reading' }
  | { readonly kind: 'chosen'; readonly photo: ChosenPhoto; readonly error?: string }
  /** `percent` of the photo has been sent. */
  | { readonly kind: 'sending'; readonly photo: ChosenPhoto; readonly percent: number };

export interface Upload {
  readonly state: UploadState;
  readonly choose: (file: Blob) => void;
  readonly clear: () => void;
  /** @param remove place and camera, where that is possible */
  readonly send: (remove: boolean) => void;
}

/** Loaded with the first photo. */
const loadService = async () => (await import('#web/photo/client.ts')).photoService;

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
    async (file: Blob) => {
      stop.current?.abort();
      const { signal } = restart(stop);
      sessionId.current = newSessionId();
      setState({ kind: 'reading' });
      try {
        const photo = await readChosen(await loadService(), file, limits);
        if (!signal.aborted) setState({ kind: 'chosen', photo });
      } catch (error) {
        if (!signal.aborted) setState({ kind: 'empty', error: messageOf(error) });
      }
    },
    [limits],
  );

  const send = async (remove: boolean) => {
    if (state.kind !== 'chosen') return;
    const { photo } = state;
    const { signal } = restart(stop);
    const onProgress = (sent: number, total: number) =>
      setState({ kind: 'sending', photo, percent: Math.floor((100 * sent) / Math.max(1, total)) });
    onProgress(0, 1);
    try {
      const blob = await toSend(await loadService(), photo, remove);
      const bytes = new Uint8Array(await blob.arrayBuffer());
      signal.throwIfAborted();
      const options = { sessionId: sessionId.current, signal, onProgress };
      const jobId = await startSession(client, { bytes, type: photo.type }, options);
      keepUpload(queries, jobId, { blob: photo.blob, name: photo.name });
      onStarted(jobId);
    } catch (error) {
      if (!signal.aborted) setState({ kind: 'chosen', photo, error: messageOf(error) });
    }
  };

  useLeaveGuard(state.kind === 'sending');
  return { state, choose: (file) => void choose(file), clear, send: (remove) => void send(remove) };
}

function restart(stop: React.RefObject<AbortController | undefined>): AbortController {
  const stopping = new AbortController();
  stop.current = stopping;
  return stopping;
}

function messageOf(error: unknown): string {
  return error instanceof PhotoError ? error.message : errorMessage(error);
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
