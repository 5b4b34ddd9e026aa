import sharp from 'sharp';
import type { EmbeddingsManifest, Tensor } from '#contracts/embeddings.ts';
import type { Size } from '#contracts/mask-decoder.ts';
import type { ModelName } from '#contracts/model-job.ts';
import { openPhoto, type Pixels } from '../photo.ts';

/** `embeddings.bin`, with the size of its photo. */
export interface Embedding extends Size {
  readonly data: Uint8Array;
}

/** Side of the square feature grid, in cells. */
const gridSize = 256;
const cells = gridSize * gridSize;
/** Blur of each feature map, in cells: texture, parts, entire surfaces. */
const sigmas = [1, 2.5, 6];
/** Three channels of two-byte floats. */
const mapBytes = cells * 3 * 2;

/**
 * The preview's embedding: the photo's CIE Lab colours on a 256 × 256 grid (aspect not kept), blurred by each σ, as
 * fp16 tensors `lab_sigma_{σ}` of shape [3, 256, 256].
 * @throws ModelError ImageUnreadable or ImageTooLarge
 */
export async function embed(photo: Uint8Array, maxPixels: number): Promise<Embedding> {
  const { width, height, pixels } = await openPhoto(photo, maxPixels);
  const small = await pixels({ width: gridSize, height: gridSize });
  const maps = await Promise.all(sigmas.map((sigma) => labMap(small, sigma)));
  return { width, height, data: Buffer.concat(maps) };
}

/** The manifest of an embedding. */
export function manifestOf({ width, height }: Size, model: ModelName, dataKey: string): EmbeddingsManifest {
  const tensors = sigmas.map((sigma, i): Tensor => {
    const shape = [3, gridSize, gridSize];
    return { name: `lab_sigma_${sigma}`, shape, dtype: 'float16', offset: i * mapBytes, bytes: mapBytes };
  });
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

/** Blurred L, a and b planes, as halves. */
async function labMap({ data, width, height }: Pixels, sigma: number): Promise<Uint8Array> {
  const lab = await sharp(data, { raw: { width, height, channels: 3 } })
    .pipelineColourspace('lab')
    .blur({ sigma, precision: 'float', minAmplitude: 0.01 })
    .toColourspace('lab')
    .raw({ depth: 'float' })
    .toBuffer();
  const floats = new Float32Array(lab.buffer, lab.byteOffset, cells * 3);
  const planes = Float16Array.from(
    { length: cells * 3 },
    (_, i) => floats[(i % cells) * 3 + Math.floor(i / cells)] ?? 0,
  );
  return new Uint8Array(planes.buffer);
}
