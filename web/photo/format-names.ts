import type { UploadFormat } from '#contracts/photo/formats.ts';

/** What users call the formats. */
export const formatNames: Readonly<Record<UploadFormat, string>> = {
  jpeg: 'JPEG',
  png: 'PNG',
  webp: 'WebP',
  avif: 'AVIF',
  heic: 'HEIC',
  gif: 'GIF',
  tiff: 'TIFF',
  bmp: 'BMP',
};
