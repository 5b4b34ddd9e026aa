import type { PhotoFormat } from '../contracts/image.ts';
import { InvalidInputError } from '../errors.ts';
import { uprightSize } from './exif.ts';
import { PictureError, type PictureFault, type PictureHeader } from './header.ts';
import { isJpeg, readJpeg } from './jpeg.ts';
import { isPng, readPng } from './png.ts';

export interface PhotoLimits {
  /** Pixels of the shorter side. */
  readonly minSide: number;
  /** Width × height. */
  readonly maxPixels: number;
}

/** Pixels are upright, that is after EXIF orientation. */
export interface PhotoFacts {
  readonly format: PhotoFormat;
  readonly width: number;
  readonly height: number;
  readonly orientation: number;
}

/**
 * Decides by a photo's bytes whether the models can use it. It is never decoded here, so that a decompression
 * bomb is only a header with too many pixels.
 * @param claimed what the object's name says it is
 * @throws InvalidInputError with a sentence that says what to change
 */
export function readPhoto(bytes: Uint8Array, claimed: PhotoFormat, limits: PhotoLimits): PhotoFacts {
  const header = readHeader(bytes);
  if (header.format !== claimed) {
    throw new InvalidInputError(
      'PhotoExtensionWrong',
      `The photo is named as ${claimed.toUpperCase()} but is a ${header.format.toUpperCase()}: upload it under the right ending.`,
    );
  }
  checkKind(header);
  checkSize(header, limits);
  return { format: header.format, orientation: header.orientation, ...uprightSize(header) };
}

function readHeader(bytes: Uint8Array): PictureHeader {
  try {
    if (isPng(bytes)) return readPng(bytes);
    if (isJpeg(bytes)) return readJpeg(bytes);
  } catch (error) {
    if (error instanceof PictureError) throw unreadable(error.fault);
    throw error;
  }
  throw new InvalidInputError(
    'PhotoNotAnImage',
    'The file is neither a JPEG nor a PNG: convert it to one of them.',
  );
}

function unreadable(fault: PictureFault): InvalidInputError {
  switch (fault) {
    case 'truncated':
      return new InvalidInputError(
        'PhotoTruncated',
        'The photo ends too early: upload the whole file again.',
      );
    case 'damaged':
      return new InvalidInputError(
        'PhotoDamaged',
        'The photo is damaged: save it anew and upload that file.',
      );
    case 'unsupported':
      return new InvalidInputError(
        'PhotoEncodingUnsupported',
        'The photo is a rare kind of JPEG: save it as a baseline or progressive JPEG, or as PNG.',
      );
  }
}

function checkKind({ format, channels, depth, animated }: PictureHeader): void {
  if (format === 'jpeg' && channels !== 1 && channels !== 3) {
    throw new InvalidInputError('PhotoNotRgb', 'The photo is in CMYK: save it in RGB.');
  }
  if (depth > 8) {
    throw new InvalidInputError(
      'PhotoBitDepth',
      `The photo has ${depth} bits per colour: save it with 8 bits.`,
    );
  }
  if (animated) {
    throw new InvalidInputError('PhotoAnimated', 'The photo is animated: save a single picture of it.');
  }
}

function checkSize({ width, height }: PictureHeader, { minSide, maxPixels }: PhotoLimits): void {
  if (width < minSide || height < minSide) {
    throw new InvalidInputError(
      'PhotoTooSmall',
      `The photo has ${width} × ${height} pixels: each side needs at least ${minSide}.`,
    );
  }
  if (width * height > maxPixels) {
    const megapixels = (pixels: number) => (pixels / 1_000_000).toFixed(1);
    throw new InvalidInputError(
      'PhotoTooManyPixels',
      `The photo has ${megapixels(width * height)} megapixels: scale it down to at most ${megapixels(maxPixels)}.`,
    );
  }
}
