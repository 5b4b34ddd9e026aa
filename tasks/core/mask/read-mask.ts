import type { DecodedPng } from 'fast-png';
import type { Reason } from '#contracts/common.ts';
import { coverageProblem, headerProblem, maskNotPng } from '#contracts/mask/checks.ts';
import { isPng } from '#contracts/png.ts';
import type { MaskLimits } from '#contracts/web-config.ts';
import { InvalidInputError } from '../errors.ts';
import { PictureError } from '../photo/header.ts';
import { readPng } from '../photo/png.ts';
import { decodeMask } from './decode.ts';
import { countSelected } from './selection.ts';

/**
 * Checks whether a mask can be used. A mask is a non-interlaced PNG of the upright photo's size with at most 8 bits
 * per sample: gray, RGB or palette, with or without alpha. The header is checked before anything is decoded.
 * @returns the share of the photo that the mask selects, in percent
 * @throws InvalidInputError with a message that says what to change
 */
export function maskCoverage(
  bytes: Uint8Array,
  photo: { width: number; height: number },
  limits: Pick<MaskLimits, 'minCoverage' | 'maxCoverage'>,
): number {
  if (!isPng(bytes)) refuse(maskNotPng);
  const selected = readable(() => {
    const header = readPng(bytes);
    refuse(headerProblem(header, photo));
    if (header.animated) {
      refuse({ code: 'MaskAnimated', message: 'This mask is animated. Save it as a single image.' });
    }
    const picture = decodeMask(bytes, header);
    checkTransparency(picture);
    return countSelected(picture);
  });
  const percent = (100 * selected) / (photo.width * photo.height);
  refuse(coverageProblem(percent, limits));
  return Math.round(percent * 1000) / 1000;
}

/** @throws InvalidInputError when there is a reason */
export function refuse(reason: Reason | undefined): void {
  if (reason !== undefined) throw new InvalidInputError(reason.code, reason.message);
}

function readable<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof PictureError)) throw error;
    throw new InvalidInputError(
      'MaskUnreadable',
      'This mask is damaged or incomplete. Export it again and upload that file.',
    );
  }
}

/** Image libraries disagree about one transparent colour in a palette or gray image. */
function checkTransparency({ transparency }: DecodedPng): void {
  if (transparency === undefined) return;
  refuse({
    code: 'MaskTransparentColour',
    message: 'This mask uses palette transparency. Save it without transparency, or with an alpha channel.',
  });
}
