import type { EmbeddingsManifest } from './embeddings.ts';

/** A click in photo pixels; label 1 is on the object, 0 off it. */
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
  /** Confidence, 0 to 1. Only comparable between the candidates of one decode. */
  readonly score: number;
}

/** A value for each cell of a grid over the photo, above 0 on the object. */
export interface Logits {
  readonly columns: number;
  readonly rows: number;
  /** Row-major. About linear in the distance to the edge, so that masks of any size have a smooth edge. */
  readonly values: Float32Array;
  readonly score: number;
}

/** Feature maps of one photo. */
export interface Embeddings extends Size {
  /** Photo pixel × scale = coordinate on the model's input. */
  readonly scale: readonly [number, number];
  readonly decoder: EmbeddingsManifest['decoder'];
  readonly tensors: ReadonlyMap<string, { readonly shape: readonly number[]; readonly data: Float32Array }>;
}

/** The manifest does not match its data, or the feature maps do not match the decoder. */
export class EmbeddingsError extends Error {
  readonly code = 'EmbeddingsInvalid';
  override readonly name = 'EmbeddingsError';
}

/** Turns prompts into masks. */
export interface MaskDecoder {
  /**
   * One click on the object gives candidates from small to large (three from the preview, each within the next). Any
   * other prompt gives one mask. Each mask contains every click on the object and no other click, unless both are on
   * the same pixel.
   * @param size of the masks, with the photo's aspect; by default the photo's own
   * @throws PromptError when there is neither a click on the object nor a box, or a click is outside the photo
   */
  decode(prompts: Prompts, size?: Size): Promise<readonly Candidate[]>;
}
