export { encodeHalves } from '#contracts/half-floats.ts';
export {
  type Box,
  type Candidate,
  type Click,
  type Embeddings,
  EmbeddingsError,
  type Mask,
  type MaskDecoder,
  type Prompts,
  type Size,
} from '#contracts/mask-decoder.ts';
export { best, createMaskDecoder, PromptError } from './decoder.ts';
export { decodeEmbeddings } from './embeddings.ts';
export { encodeMask } from './mask.ts';
export { type GraphAnswer, type MaskGraph, onnxDecoder } from './onnx.ts';
