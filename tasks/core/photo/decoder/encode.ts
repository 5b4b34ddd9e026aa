import type { PhotoFormat } from '#contracts/image.ts';
import type { UploadFormat } from '#contracts/photo/formats.ts';
import type { VipsImage } from './vips.ts';

/** Formats whose pixels a JPEG would change. */
const losslessFormats: readonly UploadFormat[] = ['png', 'gif', 'bmp', 'tiff'];

/** Full colour resolution: clicks and textures go along edges of colour. */
const jpeg = { Q: 92, subsample_mode: 'off', optimize_coding: true, keep: 'none' } as const;

export interface EncodedPhoto {
  readonly format: PhotoFormat;
  readonly file: Uint8Array;
}

/** Encodes a prepared photo as a JPEG, or as a PNG where the upload is lossless and the PNG is smaller. */
export function encodePhoto(photo: VipsImage, upload: Uint8Array, from: UploadFormat): EncodedPhoto {
  const lossy = photo.jpegsaveBuffer(jpeg);
  if (!losslessFormats.includes(from) && !isLosslessWebp(upload, from))
    return { format: 'jpeg', file: lossy };
  const lossless = encodePng(photo);
  return lossless.length < lossy.length ? { format: 'png', file: lossless } : { format: 'jpeg', file: lossy };
}

/** A PNG without metadata. */
export function encodePng(image: VipsImage): Uint8Array {
  return image.pngsaveBuffer({ compression: 6, filter: image.bands === 1 ? 'none' : 'all', keep: 'none' });
}

/** The first chunk of a WebP that is simple and lossless. */
function isLosslessWebp(upload: Uint8Array, from: UploadFormat): boolean {
  return from === 'webp' && Buffer.from(upload.subarray(12, 16)).toString('latin1') === 'VP8L';
}
