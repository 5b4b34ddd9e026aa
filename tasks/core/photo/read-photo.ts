import type { PhotoFormat } from '#contracts/image.ts';
import { isPng } from '#contracts/png.ts';
import { InvalidInputError } from '../errors.ts';
import { uprightSize } from './exif.ts';
import { PictureError, type PictureFault, type PictureHeader } from './header.ts';
import { isJpeg, readJpeg } from './jpeg.ts';
import { readPng } from './png.ts';

export interface PhotoLimits {
  /** Shortest side in pixels. */
  readonly minSide: number;
  /** Width × height. */
  readonly maxPixels: number;
}

/** Sizes are in pixels, after EXIF orientation. */
export interface PhotoFacts {
  readonly format: PhotoFormat;
  readonly width: number;
  readonly height: number;
  readonly orientation: number;
}

/**
 * Checks whether the models can use a photo. Never decodes it, so a decompression bomb is only a header with too many
 * pixels.
 * @param claimed the format in the object's name
 * @throws InvalidInputError with a message that says what to change
 */
export function readPhoto(bytes: Uint8Array, claimed: PhotoFormat, limits: PhotoLimits): PhotoFacts {
  const header = readHeader(bytes);
  if (header.format !== claimed) {
    throw new InvalidInputError(
      'PhotoExtensionWrong',
      `This photo is named as ${claimed.toUpperCase()} but is a ${header.format.toUpperCase()}. Upload it with the right extension.`,
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
  throw new InvalidInputError('PhotoNotAnImage', "That isn't a JPEG or PNG. Choose another file.");
}

function unreadable(fault: PictureFault): InvalidInputError {
  switch (fault) {
    case 'truncated':
      return new InvalidInputError(
        'PhotoTruncated',
        'This photo is damaged or incomplete. Export it again and upload that file.',
      );
    case 'damaged':
      return new InvalidInputError(
        'PhotoDamaged',
        'This photo is damaged or incomplete. Export it again and upload that file.',
      );
    case 'unsupported':
      return new InvalidInputError(
        'PhotoEncodingUnsupported',
        'This kind of JPEG is not supported. Save it as a baseline or progressive JPEG, or as PNG.',
      );
  }
}

function checkKind({ format, channels, depth, animated }: PictureHeader): void {
  if (format === 'jpeg' && channels !== 1 && channels !== 3) {
    throw new InvalidInputError('PhotoNotRgb', 'This photo is CMYK. Save it as RGB.');
  }
  if (depth > 8) {
    throw new InvalidInputError(
      'PhotoBitDepth',
      `This photo uses ${depth} bits per channel. Save it as 8-bit.`,
    );
  }
  if (animated) {
    throw new InvalidInputError('PhotoAnimated', 'This photo is animated. Save it as a single image.');
  }
}

function checkSize({ width, height }: PictureHeader, { minSide, maxPixels }: PhotoLimits): void {
  if (width < minSide || height < minSide) {
    throw new InvalidInputError(
      'PhotoTooSmall',
      `This photo is only ${width} × ${height} pixels. Use one with at least ${minSide} on each side.`,
    );
  }
  if (width * height > maxPixels) {
    const megapixels = (pixels: number) => (pixels / 1_000_000).toFixed(1);
    throw new InvalidInputError(
      'PhotoTooManyPixels',
      `This photo is ${megapixels(width * height)} megapixels. The limit is ${megapixels(maxPixels)}. Export a smaller copy.`,
    );
  }
}
