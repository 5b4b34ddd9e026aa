import { type Embeddings, EmbeddingsError, type MaskGraph } from '#client/mask/index.ts';
import { createEngine } from './engine.ts';
import { openGraph } from './onnx-graph.ts';
import { serve } from './serve.ts';

serve(createEngine(fetchGraph));

/** @param url absolute, or from the root of this site */
async function fetchGraph(url: string, embeddings: Embeddings): Promise<MaskGraph> {
  const [{ loadRuntime }, model] = await Promise.all([import('./onnx-runtime.ts'), fetchModel(url)]);
  return openGraph(loadRuntime(), model, embeddings);
}

async function fetchModel(url: string): Promise<Uint8Array> {
  const response = await fetch(new URL(url, `${self.location.origin}/`)).catch(() => undefined);
  if (!response?.ok)
    throw new EmbeddingsError(
      `Couldn't load the decoder for this photo (${response ? `HTTP status ${response.status}` : 'no connection'}).`,
    );
  return new Uint8Array(await response.arrayBuffer());
}
