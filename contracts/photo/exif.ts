import { HeaderFault, hasText } from './bytes.ts';
import { openTiff, orientationIn } from './tiff.ts';

const name = 'Exif\0\0';

/** Whether a JPEG segment holds EXIF data. */
export function isExif(body: Uint8Array): boolean {
  return hasText(body, 0, name);
}

/**
 * The orientation of EXIF data, with or without its name in front. Place, time and all else is never read.
 * @returns 1 to 8; 1 when the orientation is missing or invalid, as browsers show it
 */
export function orientationOf(exif: Uint8Array): number {
  try {
    const tiff = openTiff(isExif(exif) ? exif.subarray(name.length) : exif);
    return tiff === undefined ? 1 : orientationIn(tiff);
  } catch (error) {
    if (error instanceof HeaderFault) return 1;
    throw error;
  }
}
