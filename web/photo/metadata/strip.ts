import type { UploadFormat } from '#contracts/photo/formats.ts';
import type { PhotoHeader } from '#contracts/photo/header.ts';
import { stripGif } from './gif.ts';
import { stripHeif } from './heif.ts';
import { stripJpeg } from './jpeg.ts';
import { stripPng } from './png.ts';
import { stripWebp } from './webp.ts';

type Strip = (bytes: Uint8Array, orientation: number) => Uint8Array<ArrayBuffer>;

/** A BMP has no metadata. A TIFF's lies among its pixels, where it cannot be left out without writing it again. */
const strips: Partial<Record<UploadFormat, Strip>> = {
  jpeg: stripJpeg,
  png: stripPng,
  webp: stripWebp,
  gif: stripGif,
  heic: stripHeif,
  avif: stripHeif,
  bmp: (bytes) => new Uint8Array(bytes),
};

/** Whether `removeMetadata` takes photos of a format. */
export function canRemoveMetadata(format: UploadFormat): boolean {
  return strips[format] !== undefined;
}

/**
 * The photo without place, camera, times and texts. Pixels, colour profile and orientation stay as they are: nothing
 * is compressed again.
 * @throws RangeError for a format that `canRemoveMetadata` denies; HeaderFault for a damaged file
 */
export function removeMetadata(bytes: Uint8Array, header: PhotoHeader): Uint8Array<ArrayBuffer> {
  const strip = strips[header.format];
  if (strip === undefined) throw new RangeError(`The metadata of ${header.format} cannot be removed.`);
  return strip(bytes, header.orientation);
}
