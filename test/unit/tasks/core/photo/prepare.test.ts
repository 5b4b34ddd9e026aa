import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inspectPhoto } from '#contracts/photo/inspect.ts';
import { type PreparedPhoto, preparePhoto } from '#tasks/core/photo/prepare.ts';
import { colourAt, markColours, marked, place } from './support/marked.ts';

const limits = { maxBytes: 64_000_000, maxPixels: 256_000_000, minSide: 16, maxAspect: 30 };

async function prepared(bytes: Uint8Array, maxSide = 4_096): Promise<PreparedPhoto> {
  const inspected = inspectPhoto(bytes, limits);
  if ('problem' in inspected) throw new Error(inspected.problem.message);
  return preparePhoto(bytes, inspected.header, { maxSide, timeoutMs: 60_000 });
}

/** How far the corners of a prepared photo are from the colours that they show, at most. */
async function distance({ photo }: PreparedPhoto): Promise<number> {
  const differences = await Promise.all(
    Object.entries(markColours).map(async ([mark, expected]) => {
      const colour = await colourAt(photo.bytes, place(mark, photo));
      return Math.max(...expected.map((value, band) => Math.abs(value - (colour[band] ?? 0))));
    }),
  );
  return Math.max(...differences);
}

describe('a prepared photo', () => {
  it.each([
    ['a JPEG', marked().jpeg({ quality: 95 })],
    ['a progressive JPEG', marked().jpeg({ quality: 95, progressive: true })],
    ['a PNG', marked().png()],
    ['an interlaced PNG', marked().png({ progressive: true })],
    ['a palette', marked().png({ palette: true })],
    ['a WebP', marked().webp({ quality: 95 })],
    ['a lossless WebP', marked().webp({ lossless: true })],
    ['an AVIF', marked().avif({ quality: 90 })],
    ['a GIF', marked().gif()],
    ['a TIFF', marked().tiff({ compression: 'lzw' })],
  ])('shows what %s shows', async (_name, picture) => {
    const result = await prepared(await picture.toBuffer());

    expect(result.photo).toMatchObject({ width: 160, height: 100 });
    expect(await distance(result)).toBeLessThan(12);
    expect(result.alphaMask).toBeUndefined();
  });

  it.each(['turned.heic', 'turned-grid.heic', 'cropped-grid.heic'])(
    'shows a HEIC upright and as it is cropped: %s',
    async (name) => {
      const file = join(import.meta.dirname, '..', '..', '..', '..', 'fixtures', 'photos', name);
      const result = await prepared(await readFile(file));

      expect(result.photo).toMatchObject({ width: 160, height: 100 });
      expect(await distance(result)).toBeLessThan(12);
    },
  );
});
