import type { Size } from '#client/mask/index.ts';
import type { Reason } from '#contracts/common.ts';
import { bytesProblem, headerProblem, isSelected, maskNotPng } from '#contracts/mask/checks.ts';
import { readPngStart } from '#contracts/png.ts';

/**
 * Why a file can't be the mask of a photo, judging by its size and header; undefined if it may be one.
 *
 * @param start the first `pngStartBytes` of the file
 * @param bytes length of the file
 */
export function fileProblem(
  start: Uint8Array,
  bytes: number,
  photo: Size,
  maxBytes: number,
): Reason | undefined {
  const header = readPngStart(start);
  if (header === undefined) return maskNotPng;
  return bytesProblem(bytes, maxBytes) ?? headerProblem(header, photo);
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
