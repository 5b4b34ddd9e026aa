import type { EmbeddingsManifest, Tensor } from '#tasks/core/contracts/embeddings.ts';
import type { ModelName } from '#tasks/core/contracts/model-job.ts';
import { blur, gridSize, labPlanes, sigmas } from './features.ts';
import { openPhoto } from './photo.ts';

/** `embeddings.bin` and what its manifest needs beside the keys. */
export interface Embedding {
  readonly width: number;
  readonly height: number;
  readonly tensors: Tensor[];
  readonly data: Uint8Array;
}

/**
 * The preview's embedding: Lab maps of the whole photo on a 256×256 grid (aspect not kept), each blurred by
 * its σ, as fp16 tensors `lab_sigma_{σ}` of shape [3, 256, 256].
 * @throws ModelError ImageUnreadable or ImageTooLarge
 */
export async function embed(photo: Uint8Array, maxPixels: number): Promise<Embedding> {
  const opened = await openPhoto(photo, maxPixels);
  const lab = labPlanes(await opened.pixels({ width: gridSize, height: gridSize }));
  const maps = sigmas.map((sigma) => blurred(lab, sigma));
  const bytes = lab.length * 2;
  const data = new Uint8Array(bytes * maps.length);
  maps.forEach((map, index) => {
    data.set(new Uint8Array(new Float16Array(map).buffer), index * bytes);
  });
  const tensors = sigmas.map((sigma, index): Tensor => {
    return {
      name: `lab_sigma_${sigma}`,
      shape: [3, gridSize, gridSize],
      dtype: 'float16',
      offset: index * bytes,
      bytes,
    };
  });
  return { width: opened.width, height: opened.height, tensors, data };
}

/** The manifest of an embedding. */
export function manifestOf(embedding: Embedding, model: ModelName, dataKey: string): EmbeddingsManifest {
  const { width, height, tensors } = embedding;
  return {
    version: 1,
    model,
    image_size: [width, height],
    scale: [gridSize / width, gridSize / height],
    data_s3_key: dataKey,
    tensors,
    decoder: { kind: 'preview' },
  };
}

function blurred(lab: Float32Array, sigma: number): Float32Array {
  const cells = gridSize * gridSize;
  const out = new Float32Array(lab.length);
  for (let channel = 0; channel < 3; channel++)
    out.set(blur(lab.subarray(channel * cells, (channel + 1) * cells), gridSize, sigma), channel * cells);
  return out;
}
