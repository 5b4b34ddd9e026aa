import { type Embeddings, EmbeddingsError, type MaskGraph } from '#client/mask/index.ts';
import { createEngine } from './engine.ts';
import { openGraph } from './onnx-graph.ts';
import type { Request } from './protocol.ts';
import { buffersOf, serve } from './serve.ts';

const engine = createEngine(fetchGraph);

self.addEventListener('message', async ({ data: { id, call } }: MessageEvent<Request>) => {
  const answer = await serve(engine, call);
  self.postMessage({ id, answer }, { transfer: buffersOf(answer) });
});

/** @param url absolute, or from the root of this site */
async function fetchGraph(url: string, embeddings: Embeddings): Promise<MaskGraph> {
  const [{ loadRuntime }, model] = await Promise.all([import('./onnx-runtime.ts'), fetchModel(url)]);
  return openGraph(loadRuntime(), model, embeddings);
}

async function fetchModel(url: string): Promise<Uint8Array> {
  const response = await fetch(new URL(url, `${self.location.origin}/`)).catch(() => undefined);
  if (!response?.ok)
    throw new EmbeddingsError(
      `The decoder for this photo could not be loaded (${response ? `HTTP status ${response.status}` : 'no connection'}).`,
    );
  return new Uint8Array(await response.arrayBuffer());
}
