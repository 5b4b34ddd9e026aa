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
  type Size,
} from './decoder.ts';
export { decodeEmbeddings, type Embeddings, EmbeddingsError } from './embeddings.ts';
export { encodeHalves } from './half.ts';
export { type GraphAnswer, type MaskGraph, onnxDecoder } from './onnx/decoder.ts';
export { encodeMask } from './png.ts';
