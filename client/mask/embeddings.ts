import type { EmbeddingsManifest, Tensor } from '#tasks/core/contracts/embeddings.ts';
import { decodeHalves } from './half.ts';

/** Feature maps of one photo. */
export interface Embeddings {
  /** Size of the photo in pixels, upright. */
  readonly width: number;
  readonly height: number;
  /** Photo pixel × scale = coordinate on the model's input. */
  readonly scale: readonly [number, number];
  readonly decoder: EmbeddingsManifest['decoder'];
  readonly tensors: ReadonlyMap<string, { readonly shape: readonly number[]; readonly data: Float32Array }>;
}

/** The manifest does not fit its data, or its model does not fit the decoder. */
export class EmbeddingsError extends Error {
  readonly code = 'EmbeddingsInvalid';
  override readonly name = 'EmbeddingsError';
}

/**
 * Reads `embeddings.bin` by its manifest.
 * @throws EmbeddingsError when a tensor lies outside the data or its shape does not fit its bytes
 */
export function decodeEmbeddings(manifest: EmbeddingsManifest, bytes: Uint8Array): Embeddings {
  const tensors = manifest.tensors.map((tensor) => {
    check(tensor, bytes);
    const data = decodeHalves(bytes.subarray(tensor.offset, tensor.offset + tensor.bytes));
    return [tensor.name, { shape: tensor.shape, data }] as const;
  });
  const [width, height] = manifest.image_size;
  return { width, height, scale: manifest.scale, decoder: manifest.decoder, tensors: new Map(tensors) };
}

function check(tensor: Tensor, bytes: Uint8Array): void {
  const elements = tensor.shape.reduce((product, side) => product * side, 1);
  if (elements * 2 !== tensor.bytes)
    throw new EmbeddingsError(
      `Tensor ${tensor.name}: ${tensor.bytes} bytes do not hold shape ${tensor.shape}.`,
    );
  if (tensor.offset + tensor.bytes > bytes.byteLength)
    throw new EmbeddingsError(
      `Tensor ${tensor.name} ends at byte ${tensor.offset + tensor.bytes}, the data at ${bytes.byteLength}: download it again.`,
    );
}
