import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { encodeMask } from '#client/mask/index.ts';
import { maskCoverage } from '#tasks/core/mask/read-mask.ts';
import { coverageOf } from '#web/mask/model/compose.ts';
import { headerBytes, headerProblem, selectionOf } from '#web/mask/model/own-mask.ts';

const photo = { width: 40, height: 30 };
const plain = () => sharp({ create: { ...photo, channels: 3, background: 'white' } });

function check(file: Uint8Array): string | undefined {
  return headerProblem(file.subarray(0, headerBytes), file.length, photo)?.code;
}

describe('a mask from a file', () => {
  it('may be what the editor itself makes', () => {
    expect(check(encodeMask({ ...photo, data: new Uint8Array(1200) }))).toBeUndefined();
  });

  it.each([
    ['a JPEG', () => plain().jpeg().toBuffer(), 'MaskNotPng'],
    ['of another size', () => plain().resize(30, 40).png().toBuffer(), 'MaskSizeMismatch'],
    ['with 16 bits', () => plain().toColourspace('rgb16').png().toBuffer(), 'MaskBitDepth'],
    ['interlaced', () => plain().png({ progressive: true }).toBuffer(), 'MaskInterlaced'],
  ] as const)('%s is refused with the code that the server has', async (_, make, code) => {
    const file = await make();

    expect(check(file)).toBe(code);
    expect(() => maskCoverage(file, photo, { minCoverage: 0, maxCoverage: 100 })).toThrow(
      expect.objectContaining({ code }),
    );
  });

  it('that is empty or too large is refused', () => {
    const file = encodeMask({ ...photo, data: new Uint8Array(1200) });

    expect(check(new Uint8Array())).toBe('MaskNotPng');
    expect(headerProblem(file.subarray(0, headerBytes), 10_000_001, photo)?.code).toBe('MaskTooLarge');
  });

  it('selects what the server selects in it: light pixels, laid on black', async () => {
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
