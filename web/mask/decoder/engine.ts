import {
  type Candidate,
  createMaskDecoder,
  type Embeddings,
  encodeMask,
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
/** Slow decoders begin no further round after so long: the user waits meanwhile. */
const warmUpMs = 250;

/** A mask as it is sent: a PNG of the photo's size. */
export interface FinishedMask {
  readonly png: Uint8Array<ArrayBuffer>;
  /** Percent of the photo. */
  readonly coverage: number;
}

/** What the worker does; it is here by itself so that tests need no worker. */
export interface Engine {
  /** Takes a photo's embedding, in place of the one before. @throws EmbeddingsError */
  load(embeddings: Embeddings): Promise<void>;
  /** @throws PromptError; EngineError before an embedding is there */
  decode(prompts: Prompts, size: Size): Promise<readonly Candidate[]>;
  /** Makes the mask of a drawing at the photo's full size; without clicks and box no embedding is needed. */
  finish(drawing: Drawing, photo: Size): Promise<FinishedMask>;
}

export class EngineError extends Error {
  readonly code = 'EmbeddingMissing';
  override readonly name = 'EngineError';
}

/** @param openGraph fetches the graph that an embedding names and opens it */
export function createEngine(openGraph: (url: string, embeddings: Embeddings) => Promise<MaskGraph>): Engine {
  let decoder: MaskDecoder | undefined;
  const decode: Engine['decode'] = (prompts, size) => {
    if (decoder === undefined) throw new EngineError('The photo is not prepared for clicks yet.');
    return decoder.decode(prompts, size);
  };
  return {
    decode: async (prompts, size) => decode(prompts, size),
    load: async (embeddings) => {
      decoder = await decoderOf(embeddings, openGraph);
      await warmUp(decoder, embeddings);
    },
    finish: async (drawing, photo) => {
      const prompts = promptsOf(drawing);
      const candidates = prompts ? await decode(prompts, photo) : [];
      const mask = composeMask(drawing, chosenOf(candidates, drawing.choice)?.mask, photo, photo);
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

/** The first decodes take several times as long as those after them: they are not left to the user's clicks. */
async function warmUp(decoder: MaskDecoder, photo: Size): Promise<void> {
  const middle = { x: photo.width / 2, y: photo.height / 2, label: 1 } as const;
  const start = performance.now();
  for (let round = 0; round < warmUpRounds && performance.now() - start < warmUpMs; round++)
    await decoder.decode({ points: [middle] }, workingSize(photo));
}
