import type { Reason } from '../common.ts';
import { megabytes } from '../format.ts';
import type { MaskLimits } from '../web-config.ts';

/** Gray above this (of 255) is selected, with the mask on black. */
const threshold = 127;

export const maskNotPng: Reason = {
  code: 'MaskNotPng',
  message: "This file isn't a PNG, WebP or JPEG. Save the mask as PNG.",
};

/** Checks the length of a mask file. @returns the problem, or undefined */
export function bytesProblem(bytes: number, maxBytes: number): Reason | undefined {
  if (bytes <= maxBytes) return undefined;
  return {
    code: 'MaskTooLarge',
    message: `This mask is over ${megabytes(maxBytes)}. Save it as a plain black and white PNG.`,
  };
}

/**
 * Checks how much a mask selects.
 * @param percent share of the photo's pixels that the mask selects, 0 to 100
 * @example coverageProblem(0, { minCoverage: 0.1, maxCoverage: 95 })?.code // 'MaskEmpty'
 */
export function coverageProblem(
  percent: number,
  { minCoverage, maxCoverage }: Pick<MaskLimits, 'minCoverage' | 'maxCoverage'>,
): Reason | undefined {
  if (percent === 0) {
    return { code: 'MaskEmpty', message: 'This mask is empty. Paint the object white on black.' };
  }
  if (percent < minCoverage) {
    return {
      code: 'MaskTooSmall',
      message: `The selection covers less than ${minCoverage}% of the photo. Select more of the object.`,
    };
  }
  if (percent > maxCoverage) {
    return {
      code: 'MaskFull',
      message: `The selection covers over ${maxCoverage}% of the photo. Select only the object.`,
    };
  }
  return undefined;
}

/**
 * Whether a pixel of the mask (samples from 0 to 255) is selected: on black, its luminance (ITU-R BT.601) is above 127.
 * The container's models read masks the same way.
 */
export function isSelected(red: number, green: number, blue: number, alpha: number): boolean {
  return Math.round(((0.299 * red + 0.587 * green + 0.114 * blue) * alpha) / 255) > threshold;
}
