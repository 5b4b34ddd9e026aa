import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { canRemoveMetadata, removeMetadata } from '#web/photo/metadata/strip.ts';
import { headerOf, isTelling, makers, photo, pixelsOf } from './support/photos.ts';

const orientations = [1, 2, 3, 4, 5, 6, 7, 8];

describe.each(Object.entries(makers))('removeMetadata of a %s', (format, make) => {
  it.each(orientations)('keeps pixels, profile and orientation %i, and nothing else', async (orientation) => {
    const bytes = await make(photo(orientation));
    expect(await isTelling(bytes)).toBe(true);

    const stripped = removeMetadata(bytes, headerOf(bytes));

    expect(await isTelling(stripped)).toBe(false);
    // The orientation of an AVIF is no metadata.
    expect(headerOf(bytes).orientation).toBe(format === 'avif' ? 1 : orientation);
    expect(headerOf(stripped)).toEqual(headerOf(bytes));
    expect(await pixelsOf(stripped)).toEqual(await pixelsOf(bytes));
    const [before, after] = [await sharp(bytes).metadata(), await sharp(stripped).metadata()];
    expect(after.icc).toEqual(before.icc);
    if (format !== 'avif') expect(after.orientation ?? 1).toBe(orientation);
  });

  it('changes nothing the second time', async () => {
    const bytes = await make(photo(6));
    const once = removeMetadata(bytes, headerOf(bytes));

    expect(removeMetadata(once, headerOf(once))).toEqual(once);
  });
});

describe('removeMetadata', () => {
  it('copies a BMP, which has no metadata', () => {
    const bytes = Uint8Array.of(0x42, 0x4d, 1, 2, 3);

    expect(removeMetadata(bytes, { format: 'bmp', width: 1, height: 1, orientation: 1 })).toEqual(bytes);
  });

  it('refuses a TIFF, as canRemoveMetadata says', () => {
    const header = { format: 'tiff', width: 1, height: 1, orientation: 1 } as const;

    expect(canRemoveMetadata('tiff')).toBe(false);
    expect(() => removeMetadata(new Uint8Array(8), header)).toThrow(RangeError);
  });
});
