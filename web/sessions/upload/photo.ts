import { imageTypeOf } from '#client/image-type.ts';
import type { PhotoLimits } from '#tasks/core/contracts/web-config.ts';
import { sizeWords } from '../words.ts';

/** A photo that may be uploaded. */
export interface Photo {
  readonly blob: Blob;
  readonly type: 'image/jpeg' | 'image/png';
  readonly name: string;
  /** Pixels, upright. */
  readonly width: number;
  readonly height: number;
}

/** Why a file cannot be used, and what to do about it. */
export class PhotoError extends Error {
  readonly code: string;
  override readonly name = 'PhotoError';

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Reads a file that somebody chose.
 * @param measure decodes the picture; fails when that is not possible
 * @throws PhotoError
 */
export async function readPhoto(
  file: Blob & { readonly name?: string },
  limits: PhotoLimits | undefined,
  measure: (blob: Blob) => Promise<Size> = sizeOf,
): Promise<Photo> {
  if (file.size === 0) throw new PhotoError('PhotoEmpty', 'This file is empty. Choose another one.');
  const head = new Uint8Array(await file.slice(0, 32).arrayBuffer());
  const type = imageTypeOf(head);
  if (type === undefined) throw new PhotoError('PhotoFormat', formatAdvice(head));
  if (limits !== undefined && file.size > limits.maxBytes) {
    const most = sizeWords(limits.maxBytes);
    throw new PhotoError(
      'PhotoTooLarge',
      `This photo has ${sizeWords(file.size)}; ${most} is the most we take. Save it smaller, or send it to yourself in a smaller size.`,
    );
  }
  const size = await measure(file).catch(() => {
    throw new PhotoError('PhotoUnreadable', 'This file is damaged and cannot be opened. Choose another one.');
  });
  checkPixels(size, limits);
  // A file that says it is something else is uploaded as what it is.
  const blob = file.type === type ? file : file.slice(0, file.size, type);
  return { blob, type, name: file.name ?? 'photo', ...size };
}

function checkPixels({ width, height }: Size, limits: PhotoLimits | undefined): void {
  if (limits === undefined) return;
  if (Math.min(width, height) < limits.minSide) {
    throw new PhotoError(
      'PhotoTooSmall',
      `This picture is only ${width} × ${height} pixels. Choose one with at least ${limits.minSide} on each side; some hundreds are better.`,
    );
  }
  if (width * height > limits.maxPixels) {
    const most = Math.round(limits.maxPixels / 1_000_000);
    throw new PhotoError(
      'PhotoTooManyPixels',
      `This photo has ${Math.round((width * height) / 1_000_000)} megapixels; ${most} is the most we take. Save it smaller.`,
    );
  }
}

/** What to do with a file that is neither JPEG nor PNG. */
function formatAdvice(head: Uint8Array): string {
  const text = String.fromCharCode(...head);
  const brand = text.slice(4, 8) === 'ftyp' ? text.slice(8, 12) : '';
  if (/^(hei|hev|mif1|msf1)/.test(brand)) {
    return 'This is a HEIC photo, as iPhones make them. Share it as JPEG, or set Camera, Formats to "Most Compatible" and take it again.';
  }
  if (brand === 'avif' || (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP')) {
    return 'This is a picture from the web in a format that we do not take. Save it as JPEG or PNG, or take a screenshot of it.';
  }
  if (brand !== '') return 'This is a video. Choose a photo, as JPEG or PNG.';
  return 'This is not a photo that we can read. Choose a JPEG or a PNG.';
}

/** Browsers turn a photo upright by its EXIF orientation, so that this is the size that people see. */
async function sizeOf(blob: Blob): Promise<Size> {
  const url = URL.createObjectURL(blob);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    return { width: image.naturalWidth, height: image.naturalHeight };
  } finally {
    URL.revokeObjectURL(url);
  }
}
