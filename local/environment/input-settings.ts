import { z } from 'zod';
import { type PreparedLimits, preparedLimits } from '#contracts/prepared-limits.ts';
import type { FunctionModel } from './assembly/functions.ts';

const Environment = z.object({
  S3_BUCKET: z.string(),
  MAX_PHOTO_BYTES: z.coerce.number(),
  MAX_PHOTO_PIXELS: z.coerce.number(),
  MIN_PHOTO_PIXELS: z.coerce.number(),
  MAX_PHOTO_ASPECT: z.coerce.number(),
  PHOTO_SIDE: z.coerce.number(),
  MAX_MASK_BYTES: z.coerce.number(),
  MIN_MASK_COVERAGE: z.coerce.number(),
  MAX_MASK_COVERAGE: z.coerce.number(),
});

/** The input limits in the functions' environment. The page uses the same ones. */
export function inputSettings(functions: readonly FunctionModel[]) {
  const environment = environmentOf(functions);
  return {
    bucket: environment.S3_BUCKET,
    maxPhotoBytes: environment.MAX_PHOTO_BYTES,
    maxPhotoPixels: environment.MAX_PHOTO_PIXELS,
    /** Shortest side. */
    minPhotoSide: environment.MIN_PHOTO_PIXELS,
    /** Longest side divided by the shortest. */
    maxPhotoAspect: environment.MAX_PHOTO_ASPECT,
    maxMaskBytes: environment.MAX_MASK_BYTES,
    /** Percent of the photo. */
    minMaskCoverage: environment.MIN_MASK_COVERAGE,
    maxMaskCoverage: environment.MAX_MASK_COVERAGE,
  };
}

/** Limits of the preview model's inputs. */
export function modelLimits(functions: readonly FunctionModel[]): PreparedLimits {
  return preparedLimits(environmentOf(functions).PHOTO_SIDE);
}

function environmentOf(functions: readonly FunctionModel[]) {
  return Environment.parse(Object.assign({}, ...functions.map((one) => one.environment)));
}
