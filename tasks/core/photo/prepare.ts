import type { PhotoFormat } from '#contracts/image.ts';
import type { PhotoHeader } from '#contracts/photo/header.ts';
import { faultProblem } from '#contracts/photo/inspect.ts';
import { InvalidInputError } from '../errors.ts';
import { type Fault, PhotoAnswer, type PhotoRequest } from './decoder/messages.ts';
import { type DecoderLimits, runDecoder } from './decoder/run.ts';

/** The photo that everything after ValidateInput uses: upright, sRGB, 8 bits, no metadata. */
export interface PreparedPhoto {
  readonly photo: {
    readonly bytes: Uint8Array;
    readonly format: PhotoFormat;
    readonly width: number;
    readonly height: number;
  };
  /** WebP of at most 512 pixels a side. */
  readonly thumbnail: Uint8Array;
  /** PNG of the photo's size, gray, 255 where the upload is opaque. Only where at least 0.1% of it is transparent. */
  readonly alphaMask?: Uint8Array;
}

export interface PrepareOptions extends DecoderLimits {
  /** Longest side of the prepared photo in pixels. */
  readonly maxSide: number;
}

/**
 * Decodes a photo, whose header was inspected, and prepares it, in a process of its own.
 * @throws InvalidInputError also when the decoder crashes, or takes too much memory or time
 */
export async function preparePhoto(
  bytes: Uint8Array,
  header: PhotoHeader,
  { maxSide, ...limits }: PrepareOptions,
): Promise<PreparedPhoto> {
  const request: PhotoRequest = { task: 'photo', ...header, maxSide };
  const answer = await runDecoder(request, bytes, limits);
  if ('fault' in answer) throw unreadable(answer.fault, answer.detail);
  const [photo, thumbnail, alphaMask] = answer.files;
  if (photo === undefined || thumbnail === undefined) throw unreadable('damaged', 'too few files');
  return {
    photo: { bytes: photo, ...PhotoAnswer.parse(answer.head) },
    thumbnail,
    ...(alphaMask && { alphaMask }),
  };
}

function unreadable(fault: Fault, detail: string): InvalidInputError {
  const { code, message } = problemOf(fault);
  return new InvalidInputError(code, message, { detail });
}

function problemOf(fault: Fault): { code: string; message: string } {
  if (fault === 'memory' || fault === 'time') {
    const what = fault === 'time' ? 'takes too long' : 'needs too much memory';
    return {
      code: 'PhotoTooComplex',
      message: `This photo ${what} to read. Export a smaller copy as JPEG and upload that file.`,
    };
  }
  return faultProblem(fault);
}
