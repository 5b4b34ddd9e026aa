import type { DecodedPng } from 'fast-png';
import { InvalidInputError } from '../errors.ts';
import { PictureError } from '../photo/header.ts';
import { isPng, type PngHeader, readPng } from '../photo/png.ts';
import { decodeMask } from './decode.ts';
import { countSelected } from './selection.ts';

export interface MaskLimits {
  /** Percent of the photo that a mask must select at least, and at most. */
  readonly minCoverage: number;
  readonly maxCoverage: number;
}

/**
 * Decides whether a mask can be used. A mask is a PNG of the upright photo's size, with at most 8 bits a sample
 * and not interlaced: gray, RGB or palette, with or without an alpha channel. Laid on black, a pixel is selected
 * where its luminance is above 127 of 255; the models read masks the same way. Nothing is decoded before the
 * header has the photo's size.
 * @returns the share of the photo that the mask selects, in percent
 * @throws InvalidInputError with a sentence that says what to change
 */
export function maskCoverage(
  bytes: Uint8Array,
  photo: { width: number; height: number },
  limits: MaskLimits,
): number {
  if (!isPng(bytes)) throw new InvalidInputError('MaskNotPng', 'The mask is not a PNG: save it as PNG.');
  const selected = readable(() => {
    const header = readPng(bytes);
    checkHeader(header, photo);
    const picture = decodeMask(bytes, header);
    checkTransparency(picture);
    return countSelected(picture);
  });
  const percent = (100 * selected) / (photo.width * photo.height);
  checkCoverage(percent, limits);
  return Math.round(percent * 1000) / 1000;
}

function readable<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof PictureError)) throw error;
    throw new InvalidInputError(
      'MaskUnreadable',
      'The mask is damaged or cut off: save it anew and upload that file.',
    );
  }
}

function checkHeader(header: PngHeader, photo: { width: number; height: number }): void {
  if (header.width !== photo.width || header.height !== photo.height) {
    throw new InvalidInputError(
      'MaskSizeMismatch',
      `The mask has ${header.width} × ${header.height} pixels, the photo ${photo.width} × ${photo.height} (upright): make them equal.`,
    );
  }
  if (header.depth > 8) {
    throw new InvalidInputError('MaskBitDepth', 'The mask has 16 bits per sample: save it with 8 bits.');
  }
  if (header.interlaced) {
    throw new InvalidInputError('MaskInterlaced', 'The mask is interlaced: save it without interlacing.');
  }
  if (header.animated) {
    throw new InvalidInputError('MaskAnimated', 'The mask is animated: save a single picture of it.');
  }
}

/** Libraries differ in what they make of one colour that counts as transparent. */
function checkTransparency({ transparency }: DecodedPng): void {
  if (transparency === undefined) return;
  throw new InvalidInputError(
    'MaskTransparentColour',
    'One colour of the mask is declared transparent: save it without transparency, or with an alpha channel.',
  );
}

function checkCoverage(percent: number, { minCoverage, maxCoverage }: MaskLimits): void {
  if (percent === 0) {
    throw new InvalidInputError('MaskEmpty', 'The mask selects nothing: paint the object white on black.');
  }
  if (percent < minCoverage) {
    throw new InvalidInputError(
      'MaskTooSmall',
      `The mask selects less than ${minCoverage} % of the photo: select more of the object.`,
    );
  }
  if (percent > maxCoverage) {
    throw new InvalidInputError(
      'MaskFull',
      `The mask selects more than ${maxCoverage} % of the photo: select the object alone.`,
    );
  }
}
