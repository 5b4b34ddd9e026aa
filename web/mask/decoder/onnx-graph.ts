import type { InferenceSession, Tensor } from 'onnxruntime-web';
import { type Embeddings, EmbeddingsError, encodeHalves, type MaskGraph } from '#client/mask/index.ts';

/** The used part of onnxruntime-web. It is a parameter because page and tests load different builds. */
export interface Runtime {
  readonly InferenceSession: { create(model: Uint8Array): Promise<InferenceSession> };
  readonly Tensor: typeof Tensor;
}

const featureMaps = ['high_res_feats_0', 'high_res_feats_1', 'image_embed'] as const;

/**
 * Opens a SAM 3 mask decoder for one photo's feature maps.
 * @throws EmbeddingsError if the graph or the embedding is of another kind
 */
export async function openGraph(
  runtime: Runtime,
  model: Uint8Array,
  embeddings: Embeddings,
): Promise<MaskGraph> {
  const maps = Object.fromEntries(featureMaps.map((name) => [name, featureMap(runtime, embeddings, name)]));
  const session = await runtime.InferenceSession.create(model);
  return {
    run: async (points, labels) => {
      const count = labels.length;
      const outputs = await session.run({
        ...maps,
        points: new runtime.Tensor('float32', points, [1, count, 2]),
        labels: new runtime.Tensor('int32', labels, [1, count]),
      });
      const [masks, scores] = [floatsOf(outputs, 'masks'), floatsOf(outputs, 'scores')];
      const [, , rows = 0, columns = 0] = masks.dims;
      return { masks: masks.data, rows, columns, scores: scores.data };
    },
  };
}

function featureMap(runtime: Runtime, embeddings: Embeddings, name: string): Tensor {
  const map = embeddings.tensors.get(name);
  if (!map) throw new EmbeddingsError(`The embedding has no feature map ${name}, which the decoder needs.`);
  return new runtime.Tensor('float16', encodeHalves(map.data), map.shape);
}

function floatsOf(
  outputs: InferenceSession.OnnxValueMapType,
  name: string,
): { readonly data: Float32Array; readonly dims: readonly number[] } {
  const output = outputs[name];
  if (!(output?.data instanceof Float32Array))
    throw new EmbeddingsError(`The decoder returns no ${name} as float32. It isn't a SAM 3 mask decoder.`);
  return { data: output.data, dims: output.dims };
}
