import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { ApiError } from '#client/errors.ts';
import { newSessionId, startAgain } from '#client/session.ts';
import { useClient } from '#web/api/client.tsx';
import { errorMessage, isMissing } from '#web/api/error-message.ts';
import { shareUpload } from '../photos.ts';

/** What a user can do with a session, on its card and on its page. */
export interface Actions {
  readonly busy: boolean;
  /** What failed, and what to do. */
  readonly error: string | undefined;
  /** Starts a new session with the same photo and opens it. */
  readonly redo: () => void;
  /** The dialog that asks before deleting is open. */
  readonly confirming: boolean;
  readonly askToDelete: () => void;
  readonly keep: () => void;
  readonly remove: () => void;
}

export function useActions(jobId: string, onDeleted: () => void): Actions {
  const client = useClient();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const [confirming, setConfirming] = useState(false);
  // Sending a request again after a network error must not start a second session.
  const [sessionId, setSessionId] = useState(newSessionId);
  const redo = useMutation({
    mutationFn: () => startAgain(client, jobId, { sessionId }),
    onSuccess: (newJobId) => {
      shareUpload(queries, jobId, newJobId);
      navigate(`/sessions/${newJobId}`);
    },
    onError: (error) => {
      if (error instanceof ApiError) setSessionId(newSessionId());
    },
  });
  const remove = useMutation({
    mutationFn: async () => {
      await client.cancel(jobId).catch((error: unknown) => {
        // Another tab has deleted it.
        if (!isMissing(error)) throw error;
      });
    },
    onSuccess: onDeleted,
  });
  const error = redo.error ?? remove.error;
  return {
    busy: redo.isPending || remove.isPending,
    error: error === null ? undefined : errorMessage(error),
    redo: () => {
      remove.reset();
      redo.mutate();
    },
    confirming,
    askToDelete: () => setConfirming(true),
    keep: () => setConfirming(false),
    remove: () => {
      setConfirming(false);
      redo.reset();
      remove.mutate();
    },
  };
}
