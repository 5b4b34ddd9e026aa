import * as z from 'zod/mini';

/** Formats of a photo that users may upload. */
export const UploadFormat = z.enum(['jpeg', 'png', 'webp', 'avif', 'heic', 'gif', 'tiff', 'bmp']);
export type UploadFormat = z.infer<typeof UploadFormat>;

/** Extension of an uploaded photo's key. */
export const uploadExtensions = {
  jpeg: 'jpg',
  png: 'png',
  webp: 'webp',
  avif: 'avif',
  heic: 'heic',
  gif: 'gif',
  tiff: 'tif',
  bmp: 'bmp',
} as const satisfies Record<UploadFormat, string>;

/** Content types of an upload. Phones name the same format `image/heic` or `image/heif`. */
export const uploadContentTypes = {
  'image/jpeg': 'jpeg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/avif': 'avif',
  'image/heic': 'heic',
  'image/heif': 'heic',
  'image/gif': 'gif',
  'image/tiff': 'tiff',
  'image/bmp': 'bmp',
} as const satisfies Record<string, UploadFormat>;
export type UploadContentType = keyof typeof uploadContentTypes;
