import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useCallback } from 'react';
import { decodeEmbeddings, type Embeddings } from '#client/mask/index.ts';
import { downloadEmbeddings, submitMask } from '#client/session.ts';
import type { StatusResponse } from '#contracts/api.ts';
import type { MaskLimits } from '#contracts/web-config.ts';
import { useClient } from '#web/api/client.tsx';
import { errorMessage } from '#web/api/error-message.ts';
import { Button } from '#web/ui/button.tsx';
import { Loading } from '#web/ui/loading.tsx';
import { Notice } from '#web/ui/notice.tsx';
import { usePreparedPhoto } from '../photos.ts';

const MaskEditor = lazy(async () => ({ default: (await import('#web/mask/index.ts')).MaskEditor }));

interface MaskStepProps {
  readonly status: StatusResponse;
  readonly limits: MaskLimits | undefined;
  readonly onChange: () => void;
}

/** Selecting the object in the photo. */
export function MaskStep({ status, limits, onChange }: MaskStepProps) {
  const client = useClient();
  const { job_id: jobId, mask_round: round = 0 } = status;
  const { data: prepared, error, refetch } = usePreparedPhoto(jobId);
  const loadEmbeddings = useEmbeddings(jobId);
  const submit = async (mask: Blob) => {
    try {
      await submitMask(client, status, new Uint8Array(await mask.arrayBuffer()));
    } catch (cause) {
      throw new Error(errorMessage(cause), { cause });
    }
    onChange();
  };
  if (error !== null) {
    return (
      <Notice kind="error" title="Couldn't load your photo">
        <p>{errorMessage(error)}</p>
        <Button onClick={() => void refetch()}>Try again</Button>
      </Notice>
    );
  }
  if (prepared === undefined) return <Loading what="your photo" />;
  return (
    <Suspense fallback={<Loading what="the editor" />}>
      <MaskEditor
        photo={prepared.photo}
        outline={prepared.outline}
        loadEmbeddings={loadEmbeddings}
        round={round}
        refusal={round > 0 ? status.reason : undefined}
        onSubmit={submit}
        limits={limits}
        draftKey={jobId}
      />
    </Suspense>
  );
}

/** Loads the photo's feature maps once: they are the same in every round. */
function useEmbeddings(jobId: string): () => Promise<Embeddings> {
  const client = useClient();
  const queries = useQueryClient();
  return useCallback(
    () =>
      queries.fetchQuery({
        queryKey: ['embeddings', jobId],
        queryFn: async ({ signal }) => {
          const { manifest, data } = await downloadEmbeddings(client, jobId, { signal });
          return decodeEmbeddings(manifest, data);
        },
      }),
    [client, queries, jobId],
  );
}
