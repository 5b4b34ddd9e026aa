import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { openPhoto, type Pixels } from '#preview/photo.ts';

const limit = 1_000_000;

/** 64×48, the left half red, the right half blue. */
function halves(): Sharp {
  const left = { create: { width: 32, height: 48, channels: 3 as const, background: 'red' } };
  return sharp({ create: { width: 64, height: 48, channels: 3, background: 'blue' } })
    .composite([{ input: left, left: 0, top: 0 }])
    .removeAlpha();
}

function pixelAt({ data, width }: Pixels, x: number, y: number): number[] {
  return Array.from(data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3));
}

async function whole(file: Uint8Array): Promise<Pixels> {
  const photo = await openPhoto(file, limit);
  return photo.pixels({ width: photo.width, height: photo.height });
}

function expectAbout(actual: number[], wanted: readonly number[], tolerance: number): void {
  actual.forEach((value, i) => {
    expect(Math.abs(value - (wanted[i] ?? 0))).toBeLessThanOrEqual(tolerance);
  });
}

describe('a prepared photo', () => {
  it.each([
    ['PNG', () => halves().png()],
    ['JPEG', () => halves().jpeg()],
  ])('is read from a %s as it is stored', async (_, file) => {
    const pixels = await whole(await file().toBuffer());

    expect([pixels.width, pixels.height]).toEqual([64, 48]);
    expectAbout(pixelAt(pixels, 8, 24), [255, 0, 0], 6);
    expectAbout(pixelAt(pixels, 56, 24), [0, 0, 255], 6);
  });

  it('is not turned: a tag that says otherwise is wrong', async () => {
    const file = await halves().withMetadata({ orientation: 6 }).jpeg().toBuffer();

    const { width, height } = await whole(file);

    expect([width, height]).toEqual([64, 48]);
  });

  it('is cut in its own pixels', async () => {
    const photo = await openPhoto(await halves().png().toBuffer(), limit);

    const right = await photo.pixels({ width: 4, height: 4 }, { left: 36, top: 8, width: 16, height: 16 });

    expectAbout(pixelAt(right, 2, 2), [0, 0, 255], 0);
  });

  it.each([
    ['gray', () => halves().toColourspace('b-w').png()],
    ['with alpha', () => halves().ensureAlpha().png()],
    ['with 16 bits a sample', () => halves().toColourspace('rgb16').png()],
    ['in CMYK', () => halves().toColourspace('cmyk').jpeg()],
    ['a WebP', () => halves().webp()],
    ['a GIF', () => halves().gif()],
  ])('is never %s', async (_, file) => {
    await expect(openPhoto(await file().toBuffer(), limit)).rejects.toMatchObject({
      code: 'ImageUnreadable',
      message: expect.stringContaining('A prepared photo is an RGB JPEG or PNG with 8 bits.'),
    });
  });

  it('with more pixels than allowed is rejected before it is decoded', async () => {
    const file = await halves().png().toBuffer();

    await expect(openPhoto(file, 64 * 48 - 1)).rejects.toMatchObject({ code: 'ImageTooLarge' });
  });

  it('whose body is cut off is rejected', async () => {
    const file = await halves().png({ compressionLevel: 0 }).toBuffer();

    await expect(whole(file.subarray(0, 4000))).rejects.toMatchObject({ code: 'ImageUnreadable' });
  });
});
