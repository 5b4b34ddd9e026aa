import type { EmbeddingsManifest } from '#contracts/embeddings.ts';
import { best, createMaskDecoder, decodeEmbeddings, encodeMask, type Prompts } from './mask/index.ts';

/** Pixels of the upright photo on the object and outside it, and a box around it. */
export interface Selection {
  readonly points: readonly { readonly x: number; readonly y: number }[];
  readonly background: readonly { readonly x: number; readonly y: number }[];
  readonly box?: readonly [x0: number, y0: number, x1: number, y1: number] | undefined;
}

/**
 * Computes the mask of a selection from the photo's embedding.
 * @returns a PNG of the size of the photo
 * @throws PromptError when a click is outside the photo; EmbeddingsError when the embedding is invalid
 */
export async function maskOfSelection(
  embeddings: { readonly manifest: EmbeddingsManifest; readonly data: Uint8Array },
  selection: Selection,
): Promise<Uint8Array<ArrayBuffer>> {
  const decoder = createMaskDecoder(decodeEmbeddings(embeddings.manifest, embeddings.data));
  return encodeMask(best(await decoder.decode(promptsOf(selection))).mask);
}

function promptsOf({ points, background, box }: Selection): Prompts {
  const clicks = [
    ...points.map(({ x, y }) => ({ x, y, label: 1 as const })),
    ...background.map(({ x, y }) => ({ x, y, label: 0 as const })),
  ];
  if (box === undefined) return { points: clicks };
  const [x0, y0, x1, y1] = box;
  return { points: clicks, box: { x0, y0, x1, y1 } };
}
