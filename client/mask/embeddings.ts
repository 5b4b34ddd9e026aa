import type { EmbeddingsManifest, Tensor } from '#contracts/embeddings.ts';
import { decodeHalves } from '#contracts/half-floats.ts';
import { type Embeddings, EmbeddingsError } from '#contracts/mask-decoder.ts';

/**
 * Reads `embeddings.bin` by its manifest.
 * @throws EmbeddingsError when a tensor is outside the data or its shape does not match its bytes
 * @example
 * const decoder = createMaskDecoder(decodeEmbeddings(manifest, bytes));
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
      `Tensor ${tensor.name} ends at byte ${tensor.offset + tensor.bytes}, but the data ends at byte ${bytes.byteLength}. Download it again.`,
    );
}
