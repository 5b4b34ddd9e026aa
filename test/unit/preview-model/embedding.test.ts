import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodeEmbeddings } from '#client/mask/index.ts';
import { embed, manifestOf } from '#local/preview-model/embedding.ts';
import { blur, labPlanes } from '#local/preview-model/features.ts';
import { EmbeddingsManifest } from '#tasks/core/contracts/embeddings.ts';

const model = { name: 'preview', revision: '1', preview: true };

describe('Lab planes', () => {
  /** Source: CIE 15, D65 white; values as colour calculators give them. */
  it.each([
    ['white', [255, 255, 255], [100, 0, 0]],
    ['black', [0, 0, 0], [0, 0, 0]],
    ['red', [255, 0, 0], [53.24, 80.09, 67.2]],
    ['green', [0, 255, 0], [87.73, -86.18, 83.18]],
    ['blue', [0, 0, 255], [32.3, 79.19, -107.86]],
  ])('of %s', (_, rgb, lab) => {
    const planes = labPlanes({ data: Uint8Array.from(rgb), width: 1, height: 1 });

    lab.forEach((value, i) => {
      expect(planes[i]).toBeCloseTo(value, 1);
    });
  });
});

describe('the blur', () => {
  it('keeps a flat plane flat and the sum of a spot', () => {
    const spot = new Float32Array(64 * 64);
    spot[32 * 64 + 32] = 100;

    expect(
      blur(new Float32Array(64 * 64).fill(7), 64, 2.5).every((value) => Math.abs(value - 7) < 1e-4),
    ).toBe(true);
    expect(blur(spot, 64, 2.5).reduce((a, b) => a + b, 0)).toBeCloseTo(100, 2);
  });

  it('spreads a spot by its σ in both directions', () => {
    const spot = new Float32Array(64 * 64);
    spot[32 * 64 + 32] = 1;

    const blurred = blur(spot, 64, 3);

    const variance = (of: (x: number, y: number) => number) =>
      blurred.reduce((sum, value, i) => sum + value * (of(i % 64, Math.floor(i / 64)) - 32) ** 2, 0);
    expect(variance((x) => x)).toBeCloseTo(9, 0);
    expect(variance((_, y) => y)).toBeCloseTo(9, 0);
  });
});

describe('an embedding', () => {
  it('has a manifest as the contract says, which reads it back', async () => {
    const photo = await sharp({ create: { width: 120, height: 80, channels: 3, background: 'white' } })
      .png()
      .toBuffer();

    const embedding = await embed(photo, 1_000_000);
    const manifest = EmbeddingsManifest.parse(manifestOf(embedding, model, 'k/embeddings.bin'));
    const read = decodeEmbeddings(manifest, embedding.data);

    expect([read.width, read.height]).toEqual([120, 80]);
    expect(read.scale).toEqual([256 / 120, 256 / 80]);
    expect(manifest.data_s3_key).toBe('k/embeddings.bin');
    for (const { shape, data } of read.tensors.values()) {
      expect(shape).toEqual([3, 256, 256]);
      expect(data[1000]).toBeCloseTo(100, 1);
      expect(data[256 * 256 + 1000]).toBeCloseTo(0, 1);
    }
  });
});
