import type { Reason } from '../common.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Whether a mask has the shape of its photo, so that it can be scaled to the photo's size. Rounding the smaller of the
 * two to whole pixels may differ by one.
 * @example fitsAspect({ width: 4032, height: 3024 }, { width: 1024, height: 768 }) // true
 */
export function fitsAspect(mask: Size, photo: Size): boolean {
  const [large, small] = mask.width > photo.width ? [mask, photo] : [photo, mask];
  const scaledHeight = (large.height * small.width) / large.width;
  const scaledWidth = (large.width * small.height) / large.height;
  return Math.abs(scaledHeight - small.height) <= 1 || Math.abs(scaledWidth - small.width) <= 1;
}

/** Checks the upright size of a mask against that of its photo. @returns the problem, or undefined */
export function aspectProblem(mask: Size, photo: Size): Reason | undefined {
  if (fitsAspect(mask, photo)) return undefined;
  return {
    code: 'MaskSizeMismatch',
    message: `Your mask is ${mask.width} × ${mask.height} pixels but the photo is ${photo.width} × ${photo.height}. Export the whole mask, with the photo's aspect.`,
  };
}
