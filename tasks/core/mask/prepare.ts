import { aspectProblem } from '#contracts/mask/aspect.ts';
import { coverageProblem, maskNotPng } from '#contracts/mask/checks.ts';
import { HeaderFault } from '#contracts/photo/bytes.ts';
import { type PhotoHeader, uprightSize } from '#contracts/photo/header.ts';
import { readerOf } from '#contracts/photo/read-header.ts';
import type { MaskLimits } from '#contracts/web-config.ts';
import { InvalidInputError, refuse } from '../errors.ts';
import { type Fault, MaskAnswer, type MaskRequest } from '../photo/decoder/messages.ts';
import { type DecoderLimits, runDecoder } from '../photo/decoder/run.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The mask that models read: a PNG of the photo's size, gray of 8 bits, 0 or 255. */
export interface PreparedMask {
  readonly png: Uint8Array;
  /** Share of the photo that it selects, in percent. */
  readonly coverage: number;
}

/** A mask has at most this many pixels: more than any photo, so that decoding is bounded. */
const maxPixels = 256_000_000;

/**
 * Checks a mask and prepares it, in a process of its own: a PNG, WebP or JPEG of the photo's aspect. On black, a
 * luminance above 127 selects.
 * @param photo size of the prepared photo
 * @throws InvalidInputError with a message that says what to change
 */
export async function prepareMask(
  bytes: Uint8Array,
  photo: Size,
  limits: Pick<MaskLimits, 'minCoverage' | 'maxCoverage'>,
  decoderLimits: DecoderLimits,
): Promise<PreparedMask> {
  const header = headerOf(bytes);
  const { width, height } = uprightSize(header);
  refuse(aspectProblem({ width, height }, photo));
  if (width * height > maxPixels) throw unreadable('memory', 'too many pixels');
  const request: MaskRequest = { task: 'mask', ...header, photo };
  const answer = await runDecoder(request, bytes, decoderLimits);
  if ('fault' in answer) throw unreadable(answer.fault, answer.detail);
  const { coverage } = MaskAnswer.parse(answer.head);
  const [png] = answer.files;
  if (png === undefined) throw unreadable('damaged', 'no file');
  refuse(coverageProblem(coverage, limits));
  return { png, coverage: Math.round(coverage * 1_000) / 1_000 };
}

function headerOf(bytes: Uint8Array): PhotoHeader {
  const header = readable(() => readerOf(bytes)?.(bytes));
  if (header !== undefined && 'format' in header && /^(png|webp|jpeg)$/.test(header.format)) return header;
  throw new InvalidInputError(maskNotPng.code, maskNotPng.message);
}

function readable<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof HeaderFault) throw unreadable(error.fault, error.message);
    throw error;
  }
}

function unreadable(fault: Fault, detail: string): InvalidInputError {
  if (fault === 'time' || fault === 'memory') {
    const what = fault === 'time' ? 'takes too long' : 'needs too much memory';
    const message = `This mask ${what} to read. Save it at the photo's size as a plain black and white PNG.`;
    return new InvalidInputError('MaskTooComplex', message, { detail });
  }
  const message = 'This mask is damaged or incomplete. Export it again and upload that file.';
  return new InvalidInputError('MaskUnreadable', message, { detail });
}
