import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { openPhoto, type Pixels } from '#preview/photo.ts';

const limit = 1_000_000;
const red = { r: 255, g: 0, b: 0 };

/** 64×48, the left half red, the right half blue. */
function halves(): Sharp {
  const left = { create: { width: 32, height: 48, channels: 3 as const, background: red } };
  return sharp({ create: { width: 64, height: 48, channels: 3, background: 'blue' } }).composite([
    { input: left, left: 0, top: 0 },
  ]);
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

describe('a photo', () => {
  /** Where the file's left half comes to lie, by EXIF orientation. */
  const sides = {
    1: 'left',
    2: 'right',
    3: 'right',
    4: 'left',
    5: 'top',
    6: 'top',
    7: 'bottom',
    8: 'bottom',
  } as const;
  const places = { left: [0.1, 0.5], right: [0.9, 0.5], top: [0.5, 0.1], bottom: [0.5, 0.9] } as const;

  it.each(Object.entries(sides))(
    'of orientation %s is turned upright: its left half is on the %s',
    async (value, side) => {
      const file = await halves()
        .withMetadata({ orientation: Number(value) })
        .jpeg()
        .toBuffer();

      const pixels = await whole(file);

      const [x, y] = places[side];
      expect([pixels.width, pixels.height]).toEqual(Number(value) < 5 ? [64, 48] : [48, 64]);
      const at = (u: number, v: number) =>
        pixelAt(pixels, Math.floor(u * pixels.width), Math.floor(v * pixels.height));
      expectAbout(at(x, y), [255, 0, 0], 6);
      expectAbout(at(1 - x, 1 - y), [0, 0, 255], 6);
    },
  );

  it('is cut in upright coordinates', async () => {
    const file = await halves().withMetadata({ orientation: 6 }).jpeg().toBuffer();
    const photo = await openPhoto(file, limit);

    const top = await photo.pixels({ width: 4, height: 4 }, { left: 8, top: 8, width: 16, height: 16 });

    expectAbout(pixelAt(top, 2, 2), [255, 0, 0], 6);
  });

  it('in CMYK becomes sRGB', async () => {
    const file = await halves().toColourspace('cmyk').jpeg().toBuffer();

    const [red = 0, green = 0, blue = 0] = pixelAt(await whole(file), 8, 24);

    expect((await sharp(file).metadata()).space).toBe('cmyk');
    expect(red).toBeGreaterThan(150);
    expect(Math.max(green, blue)).toBeLessThan(100);
  });

  it('with 16 bits a sample becomes 8 bits', async () => {
    const samples = Uint16Array.from({ length: 16 * 16 * 3 }, (_, i) => [65_535, 32_896, 0][i % 3] ?? 0);
    const file = await sharp(samples, { raw: { width: 16, height: 16, channels: 3 } })
      .toColourspace('rgb16')
      .png()
      .toBuffer();

    expect((await sharp(file).metadata()).depth).toBe('ushort');
    expectAbout(pixelAt(await whole(file), 8, 8), [255, 128, 0], 1);
  });

  it('in gray becomes sRGB', async () => {
    const file = await halves().toColourspace('b-w').png().toBuffer();

    const [red, green, blue] = pixelAt(await whole(file), 8, 8);

    expect([green, blue]).toEqual([red, red]);
  });

  it('that is transparent is put on white', async () => {
    const file = await sharp({
      create: { width: 8, height: 8, channels: 4, background: { ...red, alpha: 0 } },
    })
      .png()
      .toBuffer();

    expect(pixelAt(await whole(file), 4, 4)).toEqual([255, 255, 255]);
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
