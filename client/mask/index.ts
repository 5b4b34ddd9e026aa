export {
  type Box,
  best,
  type Candidate,
  type Click,
  createMaskDecoder,
  type Mask,
  type MaskDecoder,
  PromptError,
  type Prompts,
} from './decoder.ts';
export { decodeEmbeddings, type Embeddings, EmbeddingsError } from './embeddings.ts';
export { encodeMask } from './png.ts';
