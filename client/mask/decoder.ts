import { type Embeddings, EmbeddingsError } from './embeddings.ts';
import { previewDecoder } from './preview/decoder.ts';

/** A click in photo pixels; label 1 is on the object, 0 beside it. */
export interface Click {
  readonly x: number;
  readonly y: number;
  readonly label: 0 | 1;
}

/** Corners in photo pixels, in any order. */
export interface Box {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

export interface Prompts {
  readonly points: readonly Click[];
  readonly box?: Box;
}

/** In pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A mask of the upright photo: 255 on the object, 0 elsewhere, row-major. */
export interface Mask extends Size {
  readonly data: Uint8Array;
}

export interface Candidate {
  readonly mask: Mask;
  /** How well the mask is supported, 0 to 1; only good for comparing the candidates of one decode. */
  readonly score: number;
}

/** Turns prompts into masks; the preview and an ONNX graph are both of this shape. */
export interface MaskDecoder {
  /**
   * One click on the object: three candidates, small to large, those of the preview nested. Anything else: one mask.
   * Every click on the object lies inside each mask, every other outside, unless both are on one pixel.
   * @param size of the masks, with the photo's aspect; by default the photo's own
   * @throws PromptError when there is neither a click on the object nor a box, or one lies outside the photo
   */
  decode(prompts: Prompts, size?: Size): Promise<readonly Candidate[]>;
}

/** The prompts cannot be answered; the message says which and why. */
export class PromptError extends Error {
  readonly code = 'PromptInvalid';
  override readonly name = 'PromptError';
}

/**
 * The decoder that a photo's embedding asks for.
 * @throws EmbeddingsError when the embedding needs an ONNX graph, which `onnxDecoder` runs
 */
export function createMaskDecoder(embeddings: Embeddings): MaskDecoder {
  const { decoder } = embeddings;
  switch (decoder.kind) {
    case 'preview': {
      const preview = previewDecoder(embeddings);
      return {
        decode: async (prompts, size = embeddings) => {
          checkPrompts(prompts, embeddings);
          return preview(prompts, size);
        },
      };
    }
    case 'onnx':
      throw new EmbeddingsError(`These embeddings need the ONNX decoder at ${decoder.url}.`);
  }
}

/** The candidate with the highest score. */
export function best(candidates: readonly Candidate[]): Candidate {
  return candidates.reduce((a, b) => (b.score > a.score ? b : a));
}

/** @throws PromptError when no decoder could answer the prompts */
export function checkPrompts({ points, box }: Prompts, { width, height }: Size): void {
  for (const { x, y } of points)
    if (!(x >= 0 && y >= 0 && x < width && y < height))
      throw new PromptError(`The click at (${x}, ${y}) is outside the photo of ${width}×${height} pixels.`);
  if (box && ![box.x0, box.y0, box.x1, box.y1].every(Number.isFinite))
    throw new PromptError('The corners of the box must be numbers.');
  if (!box && !points.some(({ label }) => label === 1))
    throw new PromptError('At least one click on the object, or a box, is needed.');
}
