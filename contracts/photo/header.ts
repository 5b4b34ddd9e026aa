import type { UploadFormat } from './formats.ts';

/** Facts of a photo, read without decoding it. */
export interface PhotoHeader {
  readonly format: UploadFormat;
  /** In pixels as stored; upright already for HEIC and AVIF. */
  readonly width: number;
  readonly height: number;
  /** EXIF orientation, 1 to 8; 1 when it is missing or invalid, and for HEIC and AVIF. */
  readonly orientation: number;
}

/** Size in pixels after orientation. Orientations 5 to 8 turn by 90°: width and height swap. */
export function uprightSize(header: Pick<PhotoHeader, 'width' | 'height' | 'orientation'>): {
  width: number;
  height: number;
} {
  const { width, height, orientation } = header;
  return orientation >= 5 ? { width: height, height: width } : { width, height };
}
