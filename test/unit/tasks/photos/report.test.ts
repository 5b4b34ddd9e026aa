import { describe, expect, it } from 'vitest';
import { readSettings } from '#infra/config.ts';
import { defaultLimits, defaultSide, entryOf, outcomeOf } from '#tasks/photos/report.ts';

describe('the report on photos', () => {
  it('applies the limits that a deployment has by default', () => {
    const { limits } = readSettings();

    expect({ ...defaultLimits, side: defaultSide }).toEqual({
      maxBytes: limits.maxPhotoBytes,
      maxPixels: limits.maxPhotoPixels,
      minSide: limits.minPhotoPixels,
      maxAspect: limits.maxPhotoAspect,
      side: limits.photoSide,
    });
  });

  it('says why a file is refused', async () => {
    const { line, files } = entryOf('notes.jpg', await outcomeOf(Buffer.from('no picture at all')));

    expect(line).toMatchObject({ verdict: 'refuse', code: 'PhotoNotAnImage', message: expect.any(String) });
    expect(files).toEqual({});
  });

  it('names the picture, the thumbnail and the mask of a photo that is taken', () => {
    const photo = { bytes: new Uint8Array(1), format: 'jpeg' as const, width: 3, height: 2 };
    const prepared = { photo, thumbnail: new Uint8Array(2), alphaMask: new Uint8Array(3) };

    const { line, files } = entryOf('cup.heic', { verdict: 'accept', prepared });

    expect(line).toMatchObject({
      verdict: 'accept',
      picture: 'cup.heic.photo.jpg',
      mask: 'cup.heic.alpha_mask.png',
    });
    expect(Object.keys(files)).toEqual([
      'cup.heic.photo.jpg',
      'cup.heic.thumbnail.webp',
      'cup.heic.alpha_mask.png',
    ]);
  });
});
