import { describe, expect, it } from 'vitest';
import { bytesProblem, coverageProblem, isSelected } from '#contracts/mask/checks.ts';

const limits = { minCoverage: 0.1, maxCoverage: 95 };

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
