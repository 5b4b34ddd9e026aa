import type { UploadFormat } from './formats.ts';

/** Number of Display P3's primaries in ITU-T H.273, which HEIF, AVIF and PNG use. */
const displayP3Primaries = 12;

/** Facts of a photo, read without decoding it. */
export interface PhotoHeader {
  readonly format: UploadFormat;
  /** In pixels as stored; upright already for HEIC and AVIF. */
  readonly width: number;
  readonly height: number;
  /** EXIF orientation, 1 to 8; 1 when it is missing or invalid, and for HEIC and AVIF. */
  readonly orientation: number;
  /** Whether a HEIC, AVIF or PNG names the primaries of Display P3. A colour profile in the file goes before it. */
  readonly displayP3?: true;
}

/** What a header says about colours, by the number of their primaries. */
export function coloursOf(primaries: number | undefined): Pick<PhotoHeader, 'displayP3'> {
  return primaries === displayP3Primaries ? { displayP3: true } : {};
}

/** Size in pixels after orientation. Orientations 5 to 8 turn by 90°: width and height swap. */
export function uprightSize(header: Pick<PhotoHeader, 'width' | 'height' | 'orientation'>): {
  width: number;
  height: number;
} {
  const { width, height, orientation } = header;
  return orientation >= 5 ? { width: height, height: width } : { width, height };
}
