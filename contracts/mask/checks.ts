import type { Reason } from '../common.ts';
import { megabytes } from '../format.ts';
import type { PngStart } from '../png.ts';
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

/** Checks the header of a mask against the size of its photo. @returns the problem, or undefined */
export function headerProblem(
  header: PngStart,
  photo: { readonly width: number; readonly height: number },
): Reason | undefined {
  const { width, height, depth, interlaced } = header;
  if (width !== photo.width || height !== photo.height) {
    return {
      code: 'MaskSizeMismatch',
      message: `Your mask is ${width} × ${height} pixels but the photo is ${photo.width} × ${photo.height}. Export the mask at the photo's size.`,
    };
  }
  if (depth > 8) {
    return { code: 'MaskBitDepth', message: 'This mask uses 16 bits per channel. Save it as 8-bit.' };
  }
  if (interlaced) {
    return { code: 'MaskInterlaced', message: 'This mask is interlaced. Save it without interlacing.' };
  }
  return undefined;
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
