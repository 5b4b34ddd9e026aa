import type { Settings } from '#infra/config.ts';

/** Photo limits as environment variables of functions and container. */
export function photoLimits({ limits }: Settings) {
  return {
    MAX_PHOTO_BYTES: `${limits.maxPhotoBytes}`,
    MIN_PHOTO_PIXELS: `${limits.minPhotoPixels}`,
    MAX_PHOTO_PIXELS: `${limits.maxPhotoPixels}`,
  };
}

/** Mask limits as environment variables of functions and container. */
export function maskLimits({ limits }: Settings) {
  return {
    MAX_MASK_BYTES: `${limits.maxMaskBytes}`,
    MIN_MASK_COVERAGE: `${limits.minMaskCoverage}`,
    MAX_MASK_COVERAGE: `${limits.maxMaskCoverage}`,
  };
}
