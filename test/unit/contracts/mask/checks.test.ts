import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { bytesProblem, coverageProblem, headerProblem, isSelected } from '#contracts/mask/checks.ts';
import { readPngStart } from '#contracts/png.ts';

const photo = { width: 40, height: 30 };
const plain = () => sharp({ create: { ...photo, channels: 3, background: 'white' } });
const limits = { minCoverage: 0.1, maxCoverage: 95 };

describe('the header of a mask', () => {
  it.each([
    ['accepts the size of the photo', () => plain().png(), undefined],
    ['rejects another size', () => plain().resize(30, 40).png(), 'MaskSizeMismatch'],
    ['rejects 16 bits', () => plain().toColourspace('rgb16').png(), 'MaskBitDepth'],
    ['rejects interlacing', () => plain().png({ progressive: true }), 'MaskInterlaced'],
  ] as const)('%s', async (_, make, code) => {
    const start = readPngStart(await make().toBuffer());

    expect(start && headerProblem(start, photo)?.code).toBe(code);
    expect(start).toBeDefined();
  });

  it('is undefined for a JPEG and for an empty file', async () => {
    expect(readPngStart(await plain().jpeg().toBuffer())).toBeUndefined();
    expect(readPngStart(new Uint8Array())).toBeUndefined();
  });
});

describe('a mask', () => {
  it.each([
    [0, 'MaskEmpty'],
    [0.05, 'MaskTooSmall'],
    [0.1, undefined],
    [95, undefined],
    [95.1, 'MaskFull'],
  ])('with a coverage of %d%% has the problem %s', (percent, code) => {
    expect(coverageProblem(percent, limits)?.code).toBe(code);
  });

  it('may have as many bytes as the limit allows, and no more', () => {
    expect(bytesProblem(10_000_000, 10_000_000)).toBeUndefined();
    expect(bytesProblem(10_000_001, 10_000_000)).toMatchObject({
      code: 'MaskTooLarge',
      message: expect.stringContaining('over 10 MB'),
    });
  });

  it('selects light pixels on black', () => {
    expect([127, 128].map((gray) => isSelected(gray, gray, gray, 255))).toEqual([false, true]);
    expect([127, 128].map((alpha) => isSelected(255, 255, 255, alpha))).toEqual([false, true]);
    expect(isSelected(255, 0, 0, 255)).toBe(false);
  });
});
