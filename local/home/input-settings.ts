import { z } from 'zod';
import type { FunctionModel } from '../assembly/functions.ts';

const Environment = z.object({
  S3_BUCKET: z.string(),
  MAX_PHOTO_BYTES: z.coerce.number(),
  MAX_PHOTO_PIXELS: z.coerce.number(),
  MIN_PHOTO_PIXELS: z.coerce.number(),
  MAX_MASK_BYTES: z.coerce.number(),
});

/** What functions are told of their inputs: the model takes what they let through, and the page says it beforehand. */
export function inputSettings(functions: readonly FunctionModel[]) {
  const environment = Environment.parse(Object.assign({}, ...functions.map((one) => one.environment)));
  return {
    bucket: environment.S3_BUCKET,
    maxPhotoBytes: environment.MAX_PHOTO_BYTES,
    maxPhotoPixels: environment.MAX_PHOTO_PIXELS,
    /** Shortest side. */
    minPhotoSide: environment.MIN_PHOTO_PIXELS,
    maxMaskBytes: environment.MAX_MASK_BYTES,
  };
}
