import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createMaskDecoder, decodeEmbeddings, EmbeddingsError } from '#client/mask/index.ts';
import type { EmbeddingsManifest } from '#contracts/embeddings.ts';
import { embeddingsOf } from '../../preview/support/embeddings.ts';

const manifest: EmbeddingsManifest = {
  version: 1,
  model: { name: 'preview', revision: '1', preview: true },
  image_size: [40, 30],
  scale: [1, 1],
  data_s3_key: 'embeddings.bin',
  tensors: [
    { name: 'a', shape: [2], dtype: 'float16', offset: 0, bytes: 4 },
    { name: 'b', shape: [1, 3], dtype: 'float16', offset: 4, bytes: 6 },
  ],
  decoder: { kind: 'preview' },
};
const bytes = new Uint8Array(new Float16Array([1, -2, 0.5, 3, 4]).buffer);

describe('embeddings', () => {
  it('are read by their manifest', () => {
    const { width, height, tensors } = decodeEmbeddings(manifest, bytes);

    expect([width, height]).toEqual([40, 30]);
    expect(tensors.get('a')).toEqual({ shape: [2], data: Float32Array.of(1, -2) });
    expect(tensors.get('b')).toEqual({ shape: [1, 3], data: Float32Array.of(0.5, 3, 4) });
  });

  it('that were cut off are rejected', () => {
    expect(() => decodeEmbeddings(manifest, bytes.subarray(0, 9))).toThrow(EmbeddingsError);
  });

  it('whose shape does not match their bytes are rejected', () => {
    const tensors = [{ ...manifest.tensors[0], shape: [3] }] as EmbeddingsManifest['tensors'];

    expect(() => decodeEmbeddings({ ...manifest, tensors }, bytes)).toThrow(EmbeddingsError);
  });
});

describe('the decoder for embeddings', () => {
  it('is rejected when their feature maps are missing', () => {
    expect(() => createMaskDecoder(decodeEmbeddings(manifest, bytes))).toThrow(/lab_sigma_1/);
  });

  it('is rejected when its feature maps differ in size', async () => {
    const embeddings = await embeddingsOf(readFileSync('local/demo/sample/coffee.png'));
    const odd = { shape: [3, 2, 2], data: new Float32Array(12) };
    const tensors = new Map([...embeddings.tensors, ['lab_sigma_6', odd] as const]);

    expect(() => createMaskDecoder({ ...embeddings, tensors })).toThrow(/lab_sigma_6/);
  });

  it('names the URL of the ONNX decoder when they need one', () => {
    const decoder = { kind: 'onnx', url: 'decoder.onnx', input_size: 1008 } as const;

    expect(() => createMaskDecoder(decodeEmbeddings({ ...manifest, decoder }, bytes))).toThrow(
      /decoder\.onnx/,
    );
  });
});
