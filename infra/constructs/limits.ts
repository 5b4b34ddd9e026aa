import { preparedLimits } from '#contracts/prepared-limits.ts';
import type { Settings } from '#infra/config.ts';

/** Limits of uploaded photos as environment variables of functions. */
export function photoLimits({ limits }: Settings) {
  return {
    MAX_PHOTO_BYTES: `${limits.maxPhotoBytes}`,
    MIN_PHOTO_PIXELS: `${limits.minPhotoPixels}`,
    MAX_PHOTO_PIXELS: `${limits.maxPhotoPixels}`,
    MAX_PHOTO_ASPECT: `${limits.maxPhotoAspect}`,
  };
}

/** Limits of uploaded masks as environment variables of functions. */
export function maskLimits({ limits }: Settings) {
  return {
    MAX_MASK_BYTES: `${limits.maxMaskBytes}`,
    MIN_MASK_COVERAGE: `${limits.minMaskCoverage}`,
    MAX_MASK_COVERAGE: `${limits.maxMaskCoverage}`,
  };
}

/** Limits of prepared photos and masks as environment variables of the container. */
export function containerLimits({ limits }: Settings) {
  const { maxPhotoBytes, maxPhotoPixels, maxMaskBytes } = preparedLimits(limits.photoSide);
  return {
    MAX_PHOTO_BYTES: `${maxPhotoBytes}`,
    // A strip that is scaled down may be as narrow as a pixel.
    MIN_PHOTO_PIXELS: '1',
    MAX_PHOTO_PIXELS: `${maxPhotoPixels}`,
    MAX_MASK_BYTES: `${maxMaskBytes}`,
    MIN_MASK_COVERAGE: `${limits.minMaskCoverage}`,
    MAX_MASK_COVERAGE: `${limits.maxMaskCoverage}`,
  };
}
