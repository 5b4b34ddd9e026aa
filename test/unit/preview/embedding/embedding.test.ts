import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodeEmbeddings } from '#client/mask/index.ts';
import { EmbeddingsManifest } from '#contracts/embeddings.ts';
import { embed, manifestOf } from '#preview/embedding/embedding.ts';
import { embeddingsOf, painted } from '../support/embeddings.ts';

const model = { name: 'preview', revision: '1', preview: true };

describe('an embedding', () => {
  /** Source: CIE 15, D65 white; values as colour calculators give them. */
  it.each([
    ['white', [100, 0, 0]],
    ['black', [0, 0, 0]],
    ['red', [53.24, 80.09, 67.2]],
    ['#00f', [32.3, 79.19, -107.86]],
  ])('of a %s photo holds its Lab colour in each map, as its manifest says', async (background, lab) => {
    const photo = await sharp({ create: { width: 120, height: 80, channels: 3, background } })
      .png()
      .toBuffer();

    const embedding = await embed(photo, 1_000_000);

    const manifest = EmbeddingsManifest.parse(manifestOf(embedding, model, 'k/embeddings.bin'));
    const read = decodeEmbeddings(manifest, embedding.data);
    expect([read.width, read.height]).toEqual([120, 80]);
    expect(read.scale).toEqual([256 / 120, 256 / 80]);
    expect(manifest.data_s3_key).toBe('k/embeddings.bin');
    expect([...read.tensors.keys()]).toEqual(['lab_sigma_1', 'lab_sigma_2.5', 'lab_sigma_6']);
    for (const { shape, data } of read.tensors.values()) {
      expect(shape).toEqual([3, 256, 256]);
      const colour = lab.map((_, channel) => data[channel * 256 * 256 + 1000] ?? 0);
      expect(Math.hypot(...colour.map((value, channel) => value - (lab[channel] ?? 0)))).toBeLessThan(0.1);
    }
  });

  it('has maps that are smoother the larger their σ', async () => {
    const photo = await painted(256, 256, (x) => (x < 128 ? [0, 0, 0] : [255, 255, 255]));

    const { tensors } = await embeddingsOf(photo);

    const steps = [...tensors.values()].map(
      ({ data }) => (data[100 * 256 + 128] ?? 0) - (data[100 * 256 + 127] ?? 0),
    );
    expect(steps.map((step) => Math.round(step))).toEqual([40, 16, 7]);
  });
});
