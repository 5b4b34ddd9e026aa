import * as z from 'zod/mini';
import { PinnedObject } from './common.ts';

export const PhotoFormat = z.enum(['jpeg', 'png']);
export type PhotoFormat = z.infer<typeof PhotoFormat>;

/** EXIF orientation, 1 (upright) to 8. */
export const Orientation = z.int().check(z.gte(1), z.lte(8));

/** A validated photo. `width` and `height` are pixels **after** EXIF orientation: the mask has this size. */
export const Photo = z.extend(PinnedObject, {
  format: PhotoFormat,
  width: z.int().check(z.positive()),
  height: z.int().check(z.positive()),
  orientation: Orientation,
  bytes: z.int().check(z.positive()),
});
export type Photo = z.infer<typeof Photo>;

/**
 * A validated mask: a PNG of the upright photo's size, with at most 8 bits a sample. On black, pixels
 * with a luminance above 127 of 255 are selected. `coverage` is the selected share of the photo in percent.
 */
export const Mask = z.extend(PinnedObject, { coverage: z.number().check(z.gte(0), z.lte(100)) });
export type Mask = z.infer<typeof Mask>;
