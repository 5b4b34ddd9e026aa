import { lazy, Suspense, useCallback, useRef } from 'react';
import { decodeEmbeddings, type Embeddings } from '#client/mask/index.ts';
import { downloadEmbeddings, handInMask } from '#client/session.ts';
import type { StatusResponse } from '#tasks/core/contracts/api.ts';
import { useClient } from '#web/api/client.tsx';
import { problemOf } from '#web/api/problem.ts';
import { Button } from '#web/ui/button.tsx';
import { Loading } from '#web/ui/loading.tsx';
import { Notice } from '#web/ui/notice.tsx';
import { usePhoto } from './use-photo.ts';

const MaskEditor = lazy(async () => ({ default: (await import('#web/mask/index.ts')).MaskEditor }));

interface MaskStepProps {
  readonly status: StatusResponse;
  readonly onChange: () => void;
}

/** Where the person says which object it is. */
export function MaskStep({ status, onChange }: MaskStepProps) {
  const client = useClient();
  const { job_id: jobId, mask_round: round = 0 } = status;
  const { photo, failure, again } = usePhoto(jobId);
  const loadEmbeddings = useEmbeddings(jobId);
  const submit = async (mask: Blob) => {
    try {
      await handInMask(client, status, new Uint8Array(await mask.arrayBuffer()));
    } catch (error) {
      throw new Error(problemOf(error), { cause: error });
    }
    onChange();
  };
  if (failure !== undefined) {
    return (
      <Notice kind="error" title="Your photo cannot be shown">
        <p>{problemOf(failure)}</p>
        <Button onClick={again}>Try again</Button>
      </Notice>
    );
  }
  if (photo === undefined) return <Loading what="your photo" />;
  return (
    <Suspense fallback={<Loading what="the editor" />}>
      <MaskEditor
        photo={photo}
        loadEmbeddings={loadEmbeddings}
        round={round}
        refusal={round > 0 ? status.reason : undefined}
        onSubmit={submit}
        draftKey={jobId}
      />
    </Suspense>
  );
}

/** The photo's feature maps, fetched once for this page: another round of picking has the same ones. */
function useEmbeddings(jobId: string): () => Promise<Embeddings> {
  const client = useClient();
  const kept = useRef<{ jobId: string; embeddings: Promise<Embeddings> }>(undefined);
  return useCallback(() => {
    if (kept.current?.jobId === jobId) return kept.current.embeddings;
    const embeddings = downloadEmbeddings(client, jobId).then(({ manifest, data }) =>
      decodeEmbeddings(manifest, data),
    );
    kept.current = { jobId, embeddings };
    embeddings.catch(() => {
      kept.current = undefined;
    });
    return embeddings;
  }, [client, jobId]);
}
