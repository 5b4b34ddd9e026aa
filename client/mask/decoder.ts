import {
  type Candidate,
  type Embeddings,
  EmbeddingsError,
  type Logits,
  type MaskDecoder,
  type Prompts,
  type Size,
} from '#contracts/mask-decoder.ts';
import { previewDecoder } from '#preview/decoder/decoder.ts';
import { applyClickConstraints, maskOf } from './mask.ts';

/** The prompts cannot be answered; the message says which and why. */
export class PromptError extends Error {
  readonly code = 'PromptInvalid';
  override readonly name = 'PromptError';
}

/**
 * The mask decoder that a photo's embedding asks for.
 * @throws EmbeddingsError when the embedding needs an ONNX graph: use `onnxDecoder` for those
 * @example
 * const decoder = createMaskDecoder(decodeEmbeddings(manifest, bytes));
 * const candidates = await decoder.decode({ points: [{ x: 285, y: 150, label: 1 }] });
 * const png = encodeMask(best(candidates).mask);
 */
export function createMaskDecoder(embeddings: Embeddings): MaskDecoder {
  const { decoder } = embeddings;
  switch (decoder.kind) {
    case 'preview':
      return maskDecoder(embeddings, previewDecoder(embeddings));
    case 'onnx':
      throw new EmbeddingsError(`These embeddings need the ONNX decoder at ${decoder.url}.`);
  }
}

/** Makes masks of a photo from the logits that a model computes for prompts. */
export function maskDecoder(
  photo: Size,
  logitsOf: (prompts: Prompts) => readonly Logits[] | Promise<readonly Logits[]>,
): MaskDecoder {
  return {
    decode: async (prompts, size = photo) => {
      checkPrompts(prompts, photo);
      const all = await logitsOf(prompts);
      return all.map((logits) => {
        const mask = maskOf(logits, size);
        applyClickConstraints(mask, prompts, photo);
        return { mask, score: logits.score };
      });
    },
  };
}

/** The candidate with the highest score. */
export function best(candidates: readonly Candidate[]): Candidate {
  return candidates.reduce((a, b) => (b.score > a.score ? b : a));
}

function checkPrompts({ points, box }: Prompts, { width, height }: Size): void {
  for (const { x, y } of points)
    if (!(x >= 0 && y >= 0 && x < width && y < height))
      throw new PromptError(`The click at (${x}, ${y}) is outside the photo of ${width} × ${height} pixels.`);
  if (box && ![box.x0, box.y0, box.x1, box.y1].every(Number.isFinite))
    throw new PromptError('The corners of the box must be numbers.');
  if (!box && !points.some(({ label }) => label === 1))
    throw new PromptError('Select the object with at least one click on it, or a box.');
}
