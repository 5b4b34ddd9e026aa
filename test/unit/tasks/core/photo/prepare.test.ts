import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { inspectPhoto } from '#contracts/photo/inspect.ts';
import { type PreparedPhoto, preparePhoto } from '#tasks/core/photo/prepare.ts';
import { bmp24 } from './support/bmp.ts';
import { colourAt, markColours, marked, place } from './support/marked.ts';

const limits = { maxBytes: 64_000_000, maxPixels: 256_000_000, minSide: 16, maxAspect: 30 };
const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', name));

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

const twoFrames = async () => {
  const frames = [await marked().png().toBuffer(), await marked().negate().png().toBuffer()];
  return sharp(frames, { join: { animated: true } });
};

describe('a prepared photo shows what the upload shows', () => {
  it.each<[string, () => Promise<Uint8Array>]>([
    ['a JPEG', () => marked().jpeg({ quality: 95 }).toBuffer()],
    ['a progressive JPEG', () => marked().jpeg({ quality: 95, progressive: true }).toBuffer()],
    ['a JPEG in Display P3', () => marked().jpeg({ quality: 95 }).withIccProfile('p3').toBuffer()],
    ['a JPEG in CMYK with a profile', () => marked().jpeg({ quality: 95 }).withIccProfile('cmyk').toBuffer()],
    ['a PNG', () => marked().png().toBuffer()],
    ['an interlaced PNG', () => marked().png({ progressive: true }).toBuffer()],
    ['a PNG of 16 bits', () => marked().toColourspace('rgb16').png().toBuffer()],
    ['a PNG with a palette', () => marked().png({ palette: true }).toBuffer()],
    ['a WebP', () => marked().webp({ quality: 95 }).toBuffer()],
    ['an animated WebP', async () => (await twoFrames()).webp({ lossless: true }).toBuffer()],
    ['an AVIF', () => marked().avif({ quality: 90 }).toBuffer()],
    ['a HEIC', async () => fixture('marked.heic')],
    ['a HEIC of rotated and mirrored tiles', async () => fixture('grid-rotated-mirrored.heic')],
    ['an animated GIF', async () => (await twoFrames()).gif().toBuffer()],
    ['a TIFF', () => marked().tiff({ compression: 'lzw' }).toBuffer()],
    ['a BMP', async () => bmp24(await marked().removeAlpha().raw().toBuffer(), 160, 100)],
  ])('%s', async (name, picture) => {
    const result = await prepared(await picture());

    expect(result.photo).toMatchObject({ width: 160, height: 100 });
    // A printing press cannot reach every colour.
    expect(await distance(result)).toBeLessThan(name.includes('CMYK') ? 60 : 14);
    expect(result.alphaMask).toBeUndefined();
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('with orientation %i', async (orientation) => {
    // What makes the marks upright again is what each orientation asks for.
    const turn = { 5: 270, 6: 270, 7: 90, 8: 90, 3: 180, 4: 180 }[orientation] ?? 0;
    const mirrored = [2, 4, 5, 7].includes(orientation);
    const source = sharp(await marked().png().toBuffer());
    const stored = sharp(await (mirrored ? source.flop() : source).png().toBuffer()).rotate(turn);
    const result = await prepared(
      await stored.jpeg({ quality: 95 }).withMetadata({ orientation }).toBuffer(),
    );

    expect(result.photo).toMatchObject({ width: 160, height: 100 });
    expect(await distance(result)).toBeLessThan(14);
    // The photo is smaller than a thumbnail, so both have one size.
    expect(await sharp(result.thumbnail).metadata()).toMatchObject({ width: 160, height: 100 });
    expect(await distance({ ...result, photo: { ...result.photo, bytes: result.thumbnail } })).toBeLessThan(
      20,
    );
  });

  it('and ignores a profile for other colours', async () => {
    const jpeg = await marked().jpeg({ quality: 95 }).withIccProfile('p3').toBuffer();
    const stored = await sharp(jpeg, { ignoreIcc: true })
      .extract({ left: 20, top: 15, width: 1, height: 1 })
      .raw()
      .toBuffer();
    jpeg.write('CMYK', jpeg.indexOf('RGB XYZ '));

    const { photo } = await prepared(jpeg);
    const colour = await colourAt(photo.bytes, { left: 20, top: 15 });

    expect(Math.max(...colour.map((value, band) => Math.abs(value - (stored[band] ?? 0))))).toBeLessThan(4);
  });
});

describe('a prepared photo', () => {
  it.each([
    ['a turned HEIC', 'turned.heic'],
    ['a turned HEIC of tiles', 'turned-grid.heic'],
    ['a cropped and turned HEIC of tiles', 'cropped-grid.heic'],
    ['a TIFF with inks of 16 bits', 'inks-16-bit.tif'],
  ])('shows what %s shows', async (_name, name) => {
    const file = join(import.meta.dirname, '..', '..', '..', '..', 'fixtures', 'photos', name);
    const result = await prepared(readFileSync(file));

    expect(result.photo).toMatchObject({ width: 160, height: 100 });
    expect(await distance(result)).toBeLessThan(12);
  });

  it('is scaled down to the longest side, as is its thumbnail', async () => {
    const large = await marked().png().toBuffer();
    const jpeg = await sharp(large).resize(2_400, 1_500).jpeg().toBuffer();

    const result = await prepared(jpeg, 600);

    expect(result.photo).toMatchObject({ width: 600, height: 375 });
    expect(await sharp(result.thumbnail).metadata()).toMatchObject({
      format: 'webp',
      width: 512,
      height: 320,
    });
    expect(await distance(result)).toBeLessThan(14);
  });

  it('keeps tiles of a HEIC in their places when it is scaled down', async () => {
    const result = await prepared(fixture('grid-rotated-mirrored.heic'), 80);

    expect(result.photo).toMatchObject({ width: 80, height: 50 });
    expect(await distance(result)).toBeLessThan(14);
  });

  it('is never enlarged, and neither is its thumbnail', async () => {
    const { thumbnail } = await prepared(await marked().jpeg().toBuffer());

    expect(await sharp(thumbnail).metadata()).toMatchObject({ width: 160, height: 100 });
  });

  it('has no metadata', async () => {
    const exif = { IFD0: { Make: 'Camera' }, IFD3: { GPSLatitude: '51/1 30/1 0/1' } };
    const jpeg = await marked().jpeg().withIccProfile('p3').withXmp('<x:xmpmeta/>').withExif(exif).toBuffer();
    const { photo } = await prepared(jpeg);
    const { exif: place, icc, xmp } = await sharp(photo.bytes).metadata();

    expect([place, icc, xmp]).toEqual([undefined, undefined, undefined]);
    expect(Buffer.from(photo.bytes).includes('Camera')).toBe(false);
  });

  it('is a PNG of nothing but pixels where the upload is lossless and a PNG is smaller', async () => {
    const flat = sharp({ create: { width: 64, height: 64, channels: 3, background: 'teal' } });
    const { photo } = await prepared(await flat.png().withXmp('<x:xmpmeta/>').toBuffer());
    const types = Buffer.from(photo.bytes)
      .toString('latin1')
      .match(/IHDR|pHYs|iTXt|tEXt|gAMA|sRGB|iCCP|eXIf|IEND/g);

    expect(photo.format).toBe('png');
    expect(types).toEqual(['IHDR', 'IEND']);
  });

  it('lies on white where the upload is transparent, and offers what is opaque as a mask', async () => {
    const hole = { create: { width: 160, height: 50, channels: 4 as const, background: '#0000' } };
    const cutout = marked()
      .ensureAlpha()
      .composite([{ input: hole, left: 0, top: 0, blend: 'dest-in' }]);
    const top = await sharp(await cutout.png().toBuffer())
      .composite([{ input: { create: { ...hole.create, background: '#f00' } }, left: 0, top: 50 }])
      .png()
      .toBuffer();
    const { photo, alphaMask = new Uint8Array() } = await prepared(top);
    const mask = await sharp(alphaMask).extractChannel(0).raw().toBuffer();

    expect(await colourAt(photo.bytes, { left: 80, top: 20 })).toEqual([255, 255, 255]);
    expect([mask[20 * 160 + 80], mask[80 * 160 + 80]]).toEqual([0, 255]);
  });

  it('offers no mask when less than 0.1% is transparent', async () => {
    const pixels = await marked().ensureAlpha().raw().toBuffer();
    for (let pixel = 0; pixel < 15; pixel += 1) pixels[pixel * 4 + 3] = 0;
    const png = await sharp(pixels, { raw: { width: 160, height: 100, channels: 4 } })
      .png()
      .toBuffer();

    expect((await prepared(png)).alphaMask).toBeUndefined();
  });
});

describe('a photo is refused', () => {
  it.each<[string, string, () => Promise<Uint8Array>]>([
    [
      'PhotoTruncated',
      'whose pixels end early',
      async () => (await marked().tiff({ compression: 'none' }).toBuffer()).subarray(0, 9_000),
    ],
    // The lengths inside are nonsense, so that it seems to end.
    ['PhotoTruncated', 'without pixels', async () => damaged(fixture('marked.heic'))],
  ])('with %s for one %s', async (code, _name, file) => {
    const bytes = await file();
    const header = { format: formatOf(bytes), width: 160, height: 100, orientation: 1 };

    await expect(preparePhoto(bytes, header, { maxSide: 4_096, timeoutMs: 60_000 })).rejects.toMatchObject({
      code,
    });
  });

  it('with an honest sentence when it takes too long', async () => {
    const bytes = await marked().jpeg().toBuffer();
    const header = { format: 'jpeg', width: 160, height: 100, orientation: 1 } as const;

    await expect(preparePhoto(bytes, header, { maxSide: 4_096, timeoutMs: 1 })).rejects.toMatchObject({
      code: 'PhotoTooComplex',
      message: 'This photo takes too long to read. Export a smaller copy as JPEG and upload that file.',
    });
  });
});

function formatOf(bytes: Uint8Array): 'tiff' | 'heic' {
  return bytes[0] === 0x49 ? 'tiff' : 'heic';
}

function damaged(heic: Buffer): Uint8Array {
  const bytes = Buffer.from(heic);
  return bytes.fill(0, bytes.indexOf('mdat') + 4);
}
