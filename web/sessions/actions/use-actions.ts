import { useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { ApiError } from '#client/errors.ts';
import { newSessionId, startAgain } from '#client/session.ts';
import { useClient } from '#web/api/client.tsx';
import { isMissing, problemOf } from '#web/api/problem.ts';
import { rememberedPhoto, rememberPhoto } from '../photos.ts';
import { dropThumbnail } from '../thumbnails/store.ts';

/** What one may do with a session, wherever it is shown. */
export interface Actions {
  readonly busy: boolean;
  /** What did not work, and what to do. */
  readonly problem: string | undefined;
  /** A new session from the same photo. */
  readonly tryAgain: () => void;
  /** Deleting is asked for first. */
  readonly asking: boolean;
  readonly askToDelete: () => void;
  readonly keep: () => void;
  readonly remove: () => void;
}

export function useActions(jobId: string, onDeleted: () => void): Actions {
  const client = useClient();
  const [, navigate] = useLocation();
  const [state, setState] = useState<'idle' | 'asking' | 'busy'>('idle');
  const [problem, setProblem] = useState<string>();
  /** Kept over trouble on the way, so that asking twice is one session; not over a refusal. */
  const sessionId = useRef(newSessionId());
  const run = (work: () => Promise<void>) => {
    setState('busy');
    setProblem(undefined);
    work()
      .catch((error: unknown) => {
        if (error instanceof ApiError) sessionId.current = newSessionId();
        setProblem(problemOf(error));
      })
      .finally(() => setState('idle'));
  };
  return {
    busy: state === 'busy',
    problem,
    asking: state === 'asking',
    askToDelete: () => setState('asking'),
    keep: () => setState('idle'),
    tryAgain: () =>
      run(async () => {
        const photo = rememberedPhoto(jobId);
        const again = await startAgain(client, jobId, { sessionId: sessionId.current });
        if (photo !== undefined) rememberPhoto(again, photo);
        navigate(`/sessions/${again}`);
      }),
    remove: () =>
      run(async () => {
        // What another tab has deleted is deleted.
        await client.cancel(jobId).catch((error: unknown) => {
          if (!isMissing(error)) throw error;
        });
        await dropThumbnail(jobId);
        onDeleted();
      }),
  };
}
