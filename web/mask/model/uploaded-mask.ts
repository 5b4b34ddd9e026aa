import type { Size } from '#client/mask/index.ts';
import type { Reason } from '#contracts/common.ts';
import { aspectProblem } from '#contracts/mask/aspect.ts';
import { isSelected, maskNotPng } from '#contracts/mask/checks.ts';
import { maskExtensions } from '#contracts/mask/formats.ts';
import { uprightSize } from '#contracts/photo/header.ts';
import { inspectPhoto, noLimits } from '#contracts/photo/inspect.ts';

export const maskUnreadable: Reason = {
  code: 'MaskUnreadable',
  message: 'This mask is damaged. Export it again and choose that file.',
};

/** Why a file can't be the mask of a photo, judging by its header; undefined if it may be one. */
export function fileProblem(bytes: Uint8Array, photo: Size): Reason | undefined {
  const found = inspectPhoto(bytes, noLimits);
  if ('problem' in found) {
    const isOther = ['PhotoNotAnImage', 'PhotoFormatUnknown'].includes(found.problem.code);
    return isOther ? maskNotPng : maskUnreadable;
  }
  const { header } = found;
  if (!(header.format in maskExtensions)) return maskNotPng;
  return aspectProblem(uprightSize(header), photo);
}

/** The pixels (255 or 0) that a mask in RGBA pixels selects. */
export function selectionOf(pixels: Uint8ClampedArray): Uint8Array {
  const selected = new Uint8Array(pixels.length / 4);
  for (let i = 0; i < selected.length; i++) {
    const at = 4 * i;
    if (isSelected(pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0, pixels[at + 3] ?? 0))
      selected[i] = 255;
  }
  return selected;
}
