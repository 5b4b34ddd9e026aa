import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { encodeMask } from '#client/mask/index.ts';
import { pngStartBytes } from '#contracts/png.ts';
import { maskCoverage } from '#tasks/core/mask/read-mask.ts';
import { coverageOf } from '#web/mask/model/compose.ts';
import { fileProblem, selectionOf } from '#web/mask/model/uploaded-mask.ts';

const photo = { width: 40, height: 30 };
const maxBytes = 10_000_000;
const plain = () => sharp({ create: { ...photo, channels: 3, background: 'white' } });

function check(file: Uint8Array): string | undefined {
  return fileProblem(file.subarray(0, pngStartBytes), file.length, photo, maxBytes)?.code;
}

describe('an uploaded mask', () => {
  it("accepts the editor's own masks", () => {
    expect(check(encodeMask({ ...photo, data: new Uint8Array(1200) }))).toBeUndefined();
  });

  it.each([
    ['a JPEG', () => plain().jpeg().toBuffer(), 'MaskNotPng'],
    ['a mask of the wrong size', () => plain().resize(30, 40).png().toBuffer(), 'MaskSizeMismatch'],
    ['a mask with 16 bits', () => plain().toColourspace('rgb16').png().toBuffer(), 'MaskBitDepth'],
    ['an interlaced mask', () => plain().png({ progressive: true }).toBuffer(), 'MaskInterlaced'],
  ] as const)("rejects %s with the server's code", async (_, make, code) => {
    const file = await make();

    expect(check(file)).toBe(code);
    expect(() => maskCoverage(file, photo, { minCoverage: 0, maxCoverage: 100 })).toThrow(
      expect.objectContaining({ code }),
    );
  });

  it('rejects files that are empty or too large', () => {
    const file = encodeMask({ ...photo, data: new Uint8Array(1200) });

    expect(check(new Uint8Array())).toBe('MaskNotPng');
    expect(fileProblem(file.subarray(0, pngStartBytes), maxBytes + 1, photo, maxBytes)?.code).toBe(
      'MaskTooLarge',
    );
  });

  it('selects the same pixels as the server: light ones, on black', async () => {
    const grays = [0, 64, 127, 128, 200, 255];
    const pixels = Buffer.from(
      Array.from({ length: 1200 }, (_, i) => {
        const gray = grays[i % grays.length] ?? 0;
        return [gray, gray, 255 - gray, i % 4 === 0 ? 100 : 255];
      }).flat(),
    );
    const file = await sharp(pixels, { raw: { ...photo, channels: 4 } })
      .png()
      .toBuffer();

    const data = selectionOf(new Uint8ClampedArray(pixels));

    const theirs = maskCoverage(file, photo, { minCoverage: 0, maxCoverage: 100 });
    expect(coverageOf({ ...photo, data })).toBeCloseTo(theirs, 3);
  });
});
