import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { prepareMask } from '#tasks/core/mask/prepare.ts';

const photo = { width: 120, height: 80 };
const limits = { minCoverage: 0.1, maxCoverage: 95 };

/** White at the left and black at the right, of any size. */
function leftHalf(width: number, height: number): Sharp {
  const white = { create: { width: width / 2, height, channels: 3 as const, background: 'white' } };
  return sharp({ create: { width, height, channels: 3, background: 'black' } }).composite([
    { input: white, left: 0, top: 0 },
  ]);
}

async function prepared(picture: Sharp): Promise<{ coverage: number; png: Uint8Array }> {
  return prepareMask(await picture.toBuffer(), photo, limits, { timeoutMs: 60_000 });
}

describe('a prepared mask', () => {
  it.each([
    ['a PNG', leftHalf(120, 80).png()],
    ['a gray PNG of 1 bit', leftHalf(120, 80).threshold().png({ colours: 2 })],
    ['a PNG of 16 bits', leftHalf(120, 80).toColourspace('rgb16').png()],
    ['an interlaced PNG', leftHalf(120, 80).png({ progressive: true })],
    ['a lossless WebP', leftHalf(120, 80).webp({ lossless: true })],
    ['a JPEG', leftHalf(120, 80).jpeg()],
    ['a mask of half the size', leftHalf(60, 40).png()],
    ['a mask of ten times the size', leftHalf(1_200, 800).png()],
  ])('is what %s selects, in the size of the photo', async (_name, picture) => {
    const { png, coverage } = await prepared(picture);
    const data = await sharp(png).extractChannel(0).raw().toBuffer();

    expect(await sharp(png).metadata()).toMatchObject({
      width: 120,
      height: 80,
      channels: 1,
      depth: 'uchar',
    });
    expect(new Set(data)).toEqual(new Set([0, 255]));
    expect([data[10], data[58], data[61], data[110]]).toEqual([255, 255, 0, 0]);
    // An edge may move by a pixel of the photo.
    expect(Math.abs(coverage - 50)).toBeLessThan(1);
  });
});

describe('a mask is refused', () => {
  it.each([
    ['MaskNotPng', 'a GIF', () => leftHalf(120, 80).gif().toBuffer()],
    ['MaskNotPng', 'a text', async () => Buffer.from('no picture')],
    ['MaskSizeMismatch', 'a mask of another aspect', () => leftHalf(120, 100).png().toBuffer()],
    [
      'MaskEmpty',
      'black',
      () =>
        sharp({ create: { ...photo, channels: 3, background: 'black' } })
          .png()
          .toBuffer(),
    ],
    [
      'MaskFull',
      'white',
      () =>
        sharp({ create: { ...photo, channels: 3, background: 'white' } })
          .png()
          .toBuffer(),
    ],
    [
      'MaskUnreadable',
      'half a file',
      async () => (await leftHalf(120, 80).png().toBuffer()).subarray(0, 150),
    ],
  ])('with %s for %s', async (code, _name, file) => {
    await expect(prepareMask(await file(), photo, limits, { timeoutMs: 60_000 })).rejects.toMatchObject({
      code,
    });
  });
});
