import {
  type Candidate,
  createMaskDecoder,
  type Embeddings,
  encodeMask,
  type Mask,
  type MaskDecoder,
  type MaskGraph,
  onnxDecoder,
  type Prompts,
  type Size,
} from '#client/mask/index.ts';
import { chosenOf, composeMask, coverageOf } from '../model/compose.ts';
import { type Drawing, promptsOf } from '../model/drawing.ts';
import { workingSize } from '../model/working-size.ts';

const warmUpRounds = 5;
/** No further round starts after this time, because the user is waiting. */
const warmUpMs = 250;

/** The mask to submit: a PNG of the photo's size. */
export interface FinishedMask {
  readonly png: Uint8Array<ArrayBuffer>;
  /** Percent of the photo. */
  readonly coverage: number;
}

/** The worker's functions, separate from it so that tests need no worker. */
export interface Engine {
  /** Uses a photo's embedding in place of the previous one. @throws EmbeddingsError */
  load(embeddings: Embeddings): Promise<void>;
  /** @throws PromptError; EngineError without an embedding */
  decode(prompts: Prompts, size: Size): Promise<readonly Candidate[]>;
  /**
   * Makes the mask of a drawing at the photo's full size. Strokes alone need no embedding.
   * @param start a mask of the photo's size to paint the strokes on, in place of the decoder's
   */
  finish(drawing: Drawing, photo: Size, start?: Mask): Promise<FinishedMask>;
}

export class EngineError extends Error {
  override readonly name = 'EngineError';
}

/** @param openGraph fetches and opens the graph that an embedding names */
export function createEngine(openGraph: (url: string, embeddings: Embeddings) => Promise<MaskGraph>): Engine {
  let decoder: MaskDecoder | undefined;
  const decode: Engine['decode'] = (prompts, size) => {
    if (decoder === undefined) throw new EngineError('The photo is not ready for clicks yet.');
    return decoder.decode(prompts, size);
  };
  return {
    decode: async (prompts, size) => decode(prompts, size),
    load: async (embeddings) => {
      decoder = await decoderOf(embeddings, openGraph);
      await warmUp(decoder, embeddings);
    },
    finish: async (drawing, photo, start) => {
      const prompts = start ? undefined : promptsOf(drawing);
      const candidates = prompts ? await decode(prompts, photo) : [];
      const found = start ?? chosenOf(candidates, drawing.choice)?.mask;
      const mask = composeMask(drawing, found, photo, photo);
      return { png: encodeMask(mask), coverage: coverageOf(mask) };
    },
  };
}

async function decoderOf(
  embeddings: Embeddings,
  openGraph: (url: string, embeddings: Embeddings) => Promise<MaskGraph>,
): Promise<MaskDecoder> {
  const { decoder } = embeddings;
  switch (decoder.kind) {
    case 'preview':
      return createMaskDecoder(embeddings);
    case 'onnx':
      return onnxDecoder(embeddings, await openGraph(decoder.url, embeddings));
  }
}

/** Runs the first decodes, which are several times slower, before the user clicks. */
async function warmUp(decoder: MaskDecoder, photo: Size): Promise<void> {
  const middle = { x: photo.width / 2, y: photo.height / 2, label: 1 } as const;
  const start = performance.now();
  for (let round = 0; round < warmUpRounds && performance.now() - start < warmUpMs; round++)
    await decoder.decode({ points: [middle] }, workingSize(photo));
}
