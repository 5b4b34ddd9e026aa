import * as z from 'zod/mini';
import { PinnedObject } from './common.ts';
import { UploadFormat } from './photo/formats.ts';

/** Formats of a prepared photo. */
export const PhotoFormat = z.enum(['jpeg', 'png']);
export type PhotoFormat = z.infer<typeof PhotoFormat>;

/** The user's file. `width` and `height` are its pixels when upright. */
const UploadedPhoto = z.extend(PinnedObject, {
  format: UploadFormat,
  width: z.int().check(z.positive()),
  height: z.int().check(z.positive()),
  bytes: z.int().check(z.positive()),
});

/**
 * The prepared photo: upright, sRGB, 8 bits, without metadata. Masks have its size in pixels. Rows of release 0.1 have the
 * upload in its place, with the size after EXIF orientation, and no further objects.
 */
export const Photo = z.extend(PinnedObject, {
  format: PhotoFormat,
  width: z.int().check(z.positive()),
  height: z.int().check(z.positive()),
  bytes: z.int().check(z.positive()),
  upload: z.optional(UploadedPhoto),
  thumbnail: z.optional(PinnedObject),
  /** What is opaque in the upload. Only of uploads with transparency. */
  alpha_mask: z.optional(PinnedObject),
});
export type Photo = z.infer<typeof Photo>;

/**
 * The prepared mask: a PNG of the photo's size, gray with 8 bits, where 255 selects and 0 does not. `coverage` is the
 * selected share of the photo in percent.
 */
export const Mask = z.extend(PinnedObject, { coverage: z.number().check(z.gte(0), z.lte(100)) });
export type Mask = z.infer<typeof Mask>;
