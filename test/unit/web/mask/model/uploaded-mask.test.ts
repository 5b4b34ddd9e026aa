import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { encodeMask } from '#client/mask/index.ts';
import { fileProblem, selectionOf } from '#web/mask/model/uploaded-mask.ts';

const photo = { width: 40, height: 30 };
const plain = () => sharp({ create: { ...photo, channels: 3, background: 'white' } });

describe('an uploaded mask', () => {
  it("accepts the editor's own masks", () => {
    const mask = encodeMask({ ...photo, data: new Uint8Array(1200) });

    expect(fileProblem(mask, photo)).toBeUndefined();
  });

  it.each([
    ['a WebP', () => plain().webp().toBuffer()],
    ['a JPEG', () => plain().jpeg().toBuffer()],
    ['a PNG with 16 bits', () => plain().toColourspace('rgb16').png().toBuffer()],
    ['an interlaced PNG', () => plain().png({ progressive: true }).toBuffer()],
    ["a mask of the original's size", () => plain().resize(4_000, 3_000).png().toBuffer()],
    ['a small mask', () => plain().resize(13, 10, { fit: 'fill' }).png().toBuffer()],
    [
      'a turned JPEG',
      () => plain().resize(30, 40, { fit: 'fill' }).withMetadata({ orientation: 6 }).jpeg().toBuffer(),
    ],
  ] as const)('accepts %s', async (_, make) => {
    expect(fileProblem(await make(), photo)).toBeUndefined();
  });

  it.each([
    ['a GIF', () => plain().gif().toBuffer(), 'MaskNotPng'],
    ['a text', () => Buffer.from('white'), 'MaskNotPng'],
    ['an empty file', () => Buffer.alloc(0), 'MaskNotPng'],
    ['the start of a mask', async () => (await plain().png().toBuffer()).subarray(0, 50), 'MaskUnreadable'],
    ['a mask with another aspect', () => plain().resize(30, 40).png().toBuffer(), 'MaskSizeMismatch'],
  ] as const)('rejects %s', async (_, make, code) => {
    expect(fileProblem(await make(), photo)?.code).toBe(code);
  });

  it('selects light pixels, on black', () => {
    const pixels = [
      [127, 127, 127, 255],
      [128, 128, 128, 255],
      [255, 255, 255, 100],
      [255, 255, 255, 200],
      [255, 255, 0, 255],
    ].flat();

    expect([...selectionOf(new Uint8ClampedArray(pixels))]).toEqual([0, 255, 0, 255, 255]);
  });
});
