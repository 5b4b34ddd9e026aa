import * as z from 'zod';
import { PinnedObject } from './common.ts';

export const PhotoFormat = z.enum(['jpeg', 'png']);
export type PhotoFormat = z.infer<typeof PhotoFormat>;

/** EXIF orientation, 1 (upright) to 8. */
export const Orientation = z.int().min(1).max(8);

/** A validated photo. `width` and `height` are pixels **after** EXIF orientation: the mask has this size. */
export const Photo = PinnedObject.extend({
  format: PhotoFormat,
  width: z.int().positive(),
  height: z.int().positive(),
  orientation: Orientation,
  bytes: z.int().positive(),
});
export type Photo = z.infer<typeof Photo>;

/**
 * A validated mask: a PNG of the upright photo's size, with at most 8 bits a sample. Laid on black, a pixel is
 * selected where its luminance is above 127 of 255. `coverage` is the share of the photo that it selects, in percent.
 */
export const Mask = PinnedObject.extend({ coverage: z.number().min(0).max(100) });
export type Mask = z.infer<typeof Mask>;
