import * as z from 'zod/mini';
import { ModelName } from './model-job.ts';

/** One tensor in `embeddings.bin`: row-major, little-endian. */
export const Tensor = z.object({
  name: z.string(),
  shape: z.array(z.int().check(z.positive())).check(z.minLength(1)),
  dtype: z.literal('float16'),
  /** Bytes from the start of the file. */
  offset: z.int().check(z.gte(0)),
  bytes: z.int().check(z.positive()),
});
export type Tensor = z.infer<typeof Tensor>;

/** The decoder of clicks: the preview decoder of `client/mask`, or an ONNX graph. */
export const Decoder = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('preview') }),
  z.object({ kind: z.literal('onnx'), url: z.string(), input_size: z.int().check(z.positive()) }),
]);

/** `embeddings.json`: how to read `embeddings.bin`. */
export const EmbeddingsManifest = z.object({
  version: z.literal(1),
  model: ModelName,
  /** Width and height of the prepared photo in pixels. */
  image_size: z.tuple([z.int().check(z.positive()), z.int().check(z.positive())]),
  /** Photo pixel × scale = coordinate on the model's input. */
  scale: z.tuple([z.number().check(z.positive()), z.number().check(z.positive())]),
  data_s3_key: z.string(),
  tensors: z.array(Tensor).check(z.minLength(1)),
  decoder: Decoder,
});
export type EmbeddingsManifest = z.infer<typeof EmbeddingsManifest>;
