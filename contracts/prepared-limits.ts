/** Largest inputs of a model. */
export interface PreparedLimits {
  readonly maxPhotoBytes: number;
  /** Width × height. */
  readonly maxPhotoPixels: number;
  readonly maxMaskBytes: number;
}

/**
 * Limits that every prepared photo and mask keeps, whatever was uploaded: an RGB picture with 8 bits takes 3 bytes a
 * pixel before compression, a gray one 1, and a PNG little more at worst.
 * @param photoSide longest side of a prepared photo in pixels
 */
export function preparedLimits(photoSide: number): PreparedLimits {
  const pixels = photoSide ** 2;
  return { maxPhotoBytes: 4 * pixels, maxPhotoPixels: pixels, maxMaskBytes: 2 * pixels };
}
