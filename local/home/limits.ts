import { z } from 'zod';
import type { FunctionModel } from '../assembly/functions.ts';

const Limits = z.object({
  MAX_PHOTO_BYTES: z.coerce.number(),
  MAX_PHOTO_PIXELS: z.coerce.number(),
  MIN_PHOTO_PIXELS: z.coerce.number(),
  MAX_MASK_BYTES: z.coerce.number(),
});

/** What the functions that validate let through: the model takes the same, and the page says it beforehand. */
export function inputLimits(functions: readonly FunctionModel[]) {
  const environment = Object.assign({}, ...functions.map((one) => one.environment));
  const limits = Limits.parse(environment);
  return {
    maxPhotoBytes: limits.MAX_PHOTO_BYTES,
    maxPhotoPixels: limits.MAX_PHOTO_PIXELS,
    /** Shortest side. */
    minPhotoSide: limits.MIN_PHOTO_PIXELS,
    maxMaskBytes: limits.MAX_MASK_BYTES,
  };
}
