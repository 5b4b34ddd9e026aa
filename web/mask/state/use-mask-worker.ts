import { useCallback, useEffect, useEffectEvent, useState } from 'react';
import type { Embeddings, Size } from '#client/mask/index.ts';
import { connect, type MaskWorker } from '../decoder/client.ts';
import type { Reply } from '../decoder/protocol.ts';
import { type Reason, reasonOf } from '../model/reason.ts';

/** How far the decoder is: clicks wait until it is ready. */
export type Preparation =
  | { readonly phase: 'preparing' }
  | { readonly phase: 'ready' }
  | { readonly phase: 'failed'; readonly reason: Reason };

export interface Decoder {
  readonly worker: MaskWorker | undefined;
  readonly preparation: Preparation;
  /** Tries again after a failure. */
  readonly retry: () => void;
}

/** Starts the worker and gives it the photo's embedding. @param photo size of the photo as it is shown */
export function useMaskWorker(loadEmbeddings: () => Promise<Embeddings>, photo: Size): Decoder {
  const [worker, setWorker] = useState<MaskWorker>();
  const [attempt, setAttempt] = useState(0);
  const [preparation, setPreparation] = useState<Preparation>({ phase: 'preparing' });
  const prepare = useEffectEvent(async (to: MaskWorker) => {
    const embeddings = await loadEmbeddings();
    checkSize(embeddings, photo);
    await to.load(embeddings);
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt is another worker
  useEffect(() => {
    const started = startWorker();
    let wanted = true;
    const tell = (state: Preparation) => {
      if (wanted) setPreparation(state);
    };
    setWorker(started);
    tell({ phase: 'preparing' });
    prepare(started).then(
      () => tell({ phase: 'ready' }),
      (error: unknown) => tell({ phase: 'failed', reason: reasonOf(error) }),
    );
    return () => {
      wanted = false;
      started.dispose();
    };
  }, [attempt]);
  return { worker, preparation, retry: useCallback(() => setAttempt((count) => count + 1), []) };
}

function startWorker(): MaskWorker {
  const worker = new Worker(new URL('../decoder/worker.ts', import.meta.url), {
    type: 'module',
    name: 'mask',
  });
  return connect({
    send: (request) => worker.postMessage(request),
    listen: (onReply, onDeath) => {
      worker.onmessage = ({ data }: MessageEvent<Reply>) => onReply(data);
      worker.onerror = onDeath;
    },
    terminate: () => worker.terminate(),
  });
}

class PhotoDiffersError extends Error {
  readonly code = 'PhotoDiffers';
  override readonly name = 'PhotoDiffersError';
}

/** Browsers and models turn photos upright alike; where they should not, clicks would land elsewhere. */
function checkSize({ width, height }: Embeddings, photo: Size): void {
  if (width !== photo.width || height !== photo.height)
    throw new PhotoDiffersError(
      `This browser shows the photo as ${photo.width} × ${photo.height} pixels, the model sees ${width} × ${height}: save the photo upright and begin again with it.`,
    );
}
