import { useEffect, useState } from 'react';
import type { Embeddings, Size } from '#client/mask/index.ts';
import type { Reason } from '#contracts/common.ts';
import { licenseOf } from '#contracts/decoder-license.ts';
import { connect, type MaskWorker } from '../decoder/client.ts';
import { reasonOf } from '../model/reason.ts';

/** State of the decoder. Clicks wait until it is ready. */
export type Preparation =
  | { readonly phase: 'preparing' }
  | {
      readonly phase: 'ready';
      /** URL of the license of the decoder's model. The preview model's decoder has none. */
      readonly license: string | undefined;
    }
  | { readonly phase: 'failed'; readonly reason: Reason };

export interface Decoder {
  readonly worker: MaskWorker | undefined;
  readonly preparation: Preparation;
  /** Tries again after a failure. */
  readonly retry: () => void;
}

/** Starts the worker and loads the photo's embedding. @param photo size of the prepared photo */
export function useMaskWorker(loadEmbeddings: () => Promise<Embeddings>, photo: Size): Decoder {
  const [embeddings, setEmbeddings] = useState(loadEmbeddings);
  const [worker, setWorker] = useState<MaskWorker>();
  const [preparation, setPreparation] = useState<Preparation>({ phase: 'preparing' });
  useEffect(() => {
    const started = startWorker();
    let current = true;
    const show = (state: Preparation) => {
      if (current) setPreparation(state);
    };
    setWorker(started);
    show({ phase: 'preparing' });
    prepare(started, embeddings, photo).then(
      (license) => show({ phase: 'ready', license }),
      (error: unknown) => show({ phase: 'failed', reason: reasonOf(error) }),
    );
    return () => {
      current = false;
      started.dispose();
    };
  }, [embeddings, photo]);
  return { worker, preparation, retry: () => setEmbeddings(loadEmbeddings()) };
}

/** Vite bundles a worker only if its URL and options are written inside the constructor. */
function startWorker(): MaskWorker {
  return connect(
    new Worker(new URL('../decoder/worker.ts', import.meta.url), { type: 'module', name: 'mask' }),
  );
}

/** @returns the URL of the decoder's license */
async function prepare(
  worker: MaskWorker,
  embeddings: Promise<Embeddings>,
  photo: Size,
): Promise<string | undefined> {
  const loaded = await embeddings;
  checkSize(loaded, photo);
  await worker.load(loaded);
  const { decoder } = loaded;
  return decoder.kind === 'onnx' ? new URL(licenseOf(decoder.url), `${location.origin}/`).href : undefined;
}

class PhotoDiffersError extends Error {
  readonly code = 'PhotoDiffers';
  override readonly name = 'PhotoDiffersError';
}

/** Page and model must see the photo at the same size, or else clicks would select the wrong points. */
function checkSize({ width, height }: Embeddings, photo: Size): void {
  if (width !== photo.width || height !== photo.height)
    throw new PhotoDiffersError(
      `The photo is ${photo.width} × ${photo.height} pixels, but it was analyzed at ${width} × ${height}. Start again with this photo.`,
    );
}
