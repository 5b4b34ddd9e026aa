import type { Reason } from '../common.ts';
import { megabytes } from '../format.ts';
import type { PhotoLimits } from '../web-config.ts';
import { type Fault, HeaderFault } from './bytes.ts';
import type { ForeignFormat } from './foreign.ts';
import { type PhotoHeader, uprightSize } from './header.ts';
import { readerOf } from './read-header.ts';

export type Inspection = { readonly header: PhotoHeader } | { readonly problem: Reason };

/** For callers that leave the limits to the API. */
export const noLimits: PhotoLimits = {
  maxBytes: Number.POSITIVE_INFINITY,
  maxPixels: Number.POSITIVE_INFINITY,
  minSide: 1,
  maxAspect: Number.POSITIVE_INFINITY,
};

/**
 * Tells what a file is and checks it against the limits, without decoding it and for any bytes. The reason of a
 * refusal says what to do.
 * @example inspectPhoto(bytes, limits) // { header: { format: 'jpeg', width: 4032, height: 3024, orientation: 6 } }
 */
export function inspectPhoto(bytes: Uint8Array, limits: PhotoLimits): Inspection {
  if (bytes.length === 0) return { problem: emptyFile };
  const read = readerOf(bytes);
  if (read === undefined) return { problem: notAnImage };
  try {
    const header = read(bytes);
    if ('advice' in header) return { problem: formatUnknown(header) };
    const problem = bytesProblem(bytes.length, limits) ?? sizeProblem(header, limits);
    return problem ? { problem } : { header };
  } catch (error) {
    if (!(error instanceof HeaderFault)) throw error;
    return { problem: bytesProblem(bytes.length, limits) ?? faultProblem(error.fault) };
  }
}

const emptyFile: Reason = {
  code: 'PhotoNotAnImage',
  message: 'This file is empty. Choose another, or download it first when it is stored in a cloud.',
};

const notAnImage: Reason = {
  code: 'PhotoNotAnImage',
  message: "This file isn't a photo. Choose a picture, such as a JPEG, PNG or HEIC.",
};

function formatUnknown({ name, advice }: ForeignFormat): Reason {
  return { code: 'PhotoFormatUnknown', message: `This file is ${name}. ${advice}` };
}

/** The reason for a file that cannot be read. The decoder gives the same. */
export function faultProblem(fault: Fault): Reason {
  return fault === 'truncated'
    ? {
        code: 'PhotoTruncated',
        message:
          'This photo is incomplete: its end is missing. Copy or export it again and upload that file.',
      }
    : { code: 'PhotoDamaged', message: 'This photo is damaged. Export it again and upload that file.' };
}

/** Checks the length of a photo's file, which its head has. @returns the problem, or undefined */
export function bytesProblem(bytes: number, { maxBytes }: Pick<PhotoLimits, 'maxBytes'>): Reason | undefined {
  if (bytes <= maxBytes) return undefined;
  return {
    code: 'PhotoTooLarge',
    message: `This photo is ${megabytes(bytes)}. The limit is ${megabytes(maxBytes)}. Export a smaller copy.`,
  };
}

function sizeProblem(
  header: PhotoHeader,
  { minSide, maxAspect, maxPixels }: PhotoLimits,
): Reason | undefined {
  const { width, height } = uprightSize(header);
  const [short, long] = [Math.min(width, height), Math.max(width, height)];
  if (short < minSide) {
    return {
      code: 'PhotoTooSmall',
      message: `This photo is only ${width} × ${height} pixels. Use one with at least ${minSide} on each side.`,
    };
  }
  if (long > short * maxAspect) {
    return {
      code: 'PhotoAspect',
      message: `This photo is ${width} × ${height} pixels. Crop it so that one side is at most ${maxAspect} times the other.`,
    };
  }
  if (width * height > maxPixels) {
    return {
      code: 'PhotoTooManyPixels',
      message: `This photo has ${megapixels(width * height)} megapixels. The limit is ${megapixels(maxPixels)}. Export a smaller copy.`,
    };
  }
  return undefined;
}

/** With a decimal only when needed: `256`, `48.8`. */
function megapixels(pixels: number): string {
  return `${Number((pixels / 1_000_000).toFixed(1))}`;
}
