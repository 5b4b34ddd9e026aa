import { imageTypeOf } from '#client/image-type.ts';
import { megabytes } from '#contracts/format.ts';
import type { PhotoLimits } from '#contracts/web-config.ts';

/** A photo that passed the checks. */
export interface Photo {
  readonly blob: Blob;
  readonly type: 'image/jpeg' | 'image/png';
  readonly name: string;
  /** Pixels, in upright orientation. */
  readonly width: number;
  readonly height: number;
}

/** Why a file is refused, and what to do. */
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
 * Checks a file that the user chose.
 * @param limits without them, only the API checks size and pixels
 * @param measure decodes the picture; rejects when it is damaged
 * @throws PhotoError
 */
export async function readPhoto(
  file: Blob & { readonly name?: string },
  limits: PhotoLimits | undefined,
  measure: (blob: Blob) => Promise<Size> = sizeOf,
): Promise<Photo> {
  if (file.size === 0) throw new PhotoError('PhotoEmpty', 'This file is empty. Choose another.');
  const head = new Uint8Array(await file.slice(0, 32).arrayBuffer());
  const type = imageTypeOf(head);
  if (type === undefined) throw new PhotoError('PhotoFormat', formatAdvice(head));
  if (limits !== undefined && file.size > limits.maxBytes) {
    throw new PhotoError(
      'PhotoTooLarge',
      `This photo is ${megabytes(file.size)}. The limit is ${megabytes(limits.maxBytes)}. Export a smaller copy.`,
    );
  }
  const size = await measure(file).catch(() => {
    throw new PhotoError('PhotoUnreadable', 'This file is damaged. Choose another.');
  });
  checkPixels(size, limits);
  // The file's own type comes from its name, which may be wrong.
  const blob = file.type === type ? file : file.slice(0, file.size, type);
  return { blob, type, name: file.name ?? 'photo', ...size };
}

function checkPixels({ width, height }: Size, limits: PhotoLimits | undefined): void {
  if (limits === undefined) return;
  if (Math.min(width, height) < limits.minSide) {
    throw new PhotoError(
      'PhotoTooSmall',
      `This photo is only ${width} × ${height} pixels. Use one at least ${limits.minSide} pixels on each side; 500 or more works best.`,
    );
  }
  if (width * height > limits.maxPixels) {
    const most = Math.round(limits.maxPixels / 1_000_000);
    throw new PhotoError(
      'PhotoTooManyPixels',
      `This photo is ${Math.round((width * height) / 1_000_000)} megapixels. The limit is ${most}. Export a smaller copy.`,
    );
  }
}

/** What to do about a file that is neither JPEG nor PNG. */
function formatAdvice(head: Uint8Array): string {
  const text = String.fromCharCode(...head);
  const brand = text.slice(4, 8) === 'ftyp' ? text.slice(8, 12) : '';
  if (/^(hei|hev|mif1|msf1)/.test(brand)) {
    return 'This is an iPhone HEIC photo. Export it as JPEG, or set Settings › Camera › Formats to "Most Compatible" and retake it.';
  }
  if (brand === 'avif' || (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP')) {
    return "WebP and AVIF aren't supported. Save the picture as JPEG or PNG.";
  }
  if (brand !== '') return 'This is a video. Choose a JPEG or PNG photo.';
  return "That isn't a JPEG or PNG. Choose another file.";
}

/** Browsers apply the EXIF orientation, so this is the upright size. */
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
