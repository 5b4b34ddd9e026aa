import { embed, manifestOf } from '#preview/embedding/embedding.ts';
import type { Harness } from './server.ts';

/** Serves a photo and its embedding by the preview model. */
export async function addPhoto({ files }: Harness, name: string, photo: Uint8Array): Promise<void> {
  const embedding = await embed(photo, 40_000_000);
  const model = { name: 'preview', revision: '1', preview: true };
  files.set(`${name}/photo`, photo);
  files.set(`${name}/embeddings.bin`, embedding.data);
  files.set(
    `${name}/embeddings.json`,
    Buffer.from(JSON.stringify(manifestOf(embedding, model, 'embeddings.bin'))),
  );
}
