import { describe, expect, it } from 'vitest';
import { aspectProblem } from '#contracts/mask/aspect.ts';

const photo = { width: 1_024, height: 683 };

describe('the aspect of a mask', () => {
  it.each([
    ['the same size', photo],
    ['a larger original', { width: 6_000, height: 4_000 }],
    ['half the size, rounded', { width: 512, height: 341 }],
  ])('fits with %s', (_what, mask) => {
    expect(aspectProblem(mask, photo)).toBeUndefined();
  });

  it.each([
    ['turned', { width: 683, height: 1_024 }],
    ['cropped', { width: 1_000, height: 683 }],
  ])('does not fit when the mask is %s, and says both sizes', (_what, mask) => {
    expect(aspectProblem(mask, photo)).toEqual({
      code: 'MaskSizeMismatch',
      message: expect.stringContaining(`${mask.width} × ${mask.height} pixels but the photo is 1024 × 683`),
    });
  });
});
