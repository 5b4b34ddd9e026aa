import { logUnexpected } from '#local/services/aws-error.ts';
import { type Embedding, embed } from './embedding.ts';
import { ModelError } from './errors.ts';
import { type Reconstruction, type ReconstructionInput, reconstruct } from './reconstruction.ts';
import { Watch } from './watch.ts';

/** What a worker thread is asked to compute; the bytes are copied to it. */
export type Computation =
  | { readonly task: 'get_embedding'; readonly photo: Uint8Array; readonly maxPixels: number }
  | ({ readonly task: 'generate_3d' } & ReconstructionInput);

export type Computed =
  | { readonly task: 'get_embedding'; readonly result: Embedding; readonly steps: Record<string, number> }
  | { readonly task: 'generate_3d'; readonly result: Reconstruction; readonly steps: Record<string, number> }
  | { readonly task: 'refused'; readonly error: ModelError['reason'] };

/** Runs in a worker thread, so that the server answers pings meanwhile. Never rejects: a rejection means a dead worker. */
export default async function compute(computation: Computation): Promise<Computed> {
  const watch = new Watch();
  try {
    switch (computation.task) {
      case 'get_embedding': {
        const result = await watch.step('model', () => embed(computation.photo, computation.maxPixels));
        return { task: computation.task, result, steps: watch.steps() };
      }
      case 'generate_3d': {
        const result = await reconstruct(computation, watch);
        return { task: computation.task, result, steps: watch.steps() };
      }
    }
  } catch (error) {
    if (error instanceof ModelError) return { task: 'refused', error: error.reason };
    logUnexpected('preview-model', error);
    const message = 'The preview model failed unexpectedly; its log names the place.';
    return { task: 'refused', error: { code: 'ModelFailed', message } };
  }
}
