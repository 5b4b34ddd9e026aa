import type { Size } from '#client/mask/index.ts';
import { type MaskLimits, usualLimits } from './limits.ts';
import type { Reason } from './reason.ts';

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** A PNG begins with its signature and the chunk IHDR. */
export const headerBytes = 33;

/**
 * Why a file cannot be the mask of a photo, as far as its header tells; undefined when it may be one.
 * @param header the first `headerBytes` of the file
 * @param bytes length of the file
 */
export function headerProblem(
  header: Uint8Array,
  bytes: number,
  photo: Size,
  limits: MaskLimits = usualLimits,
): Reason | undefined {
  if (header.length < headerBytes || !signature.every((byte, index) => header[index] === byte))
    return { code: 'MaskNotPng', message: 'This file is not a PNG: save the mask as PNG.' };
  if (bytes > limits.maxBytes)
    return {
      code: 'MaskTooLarge',
      message: `This file has more than ${limits.maxBytes / 1_000_000} MB: save it as a plain black and white PNG.`,
    };
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  const [width, height, depth, interlace] = [
    view.getUint32(16),
    view.getUint32(20),
    view.getUint8(24),
    view.getUint8(28),
  ];
  if (width !== photo.width || height !== photo.height)
    return {
      code: 'MaskSizeMismatch',
      message: `This mask has ${width} × ${height} pixels, the photo ${photo.width} × ${photo.height}: make them equal.`,
    };
  if (depth > 8)
    return { code: 'MaskBitDepth', message: 'This mask has 16 bits per sample: save it with 8 bits.' };
  if (interlace !== 0)
    return { code: 'MaskInterlaced', message: 'This mask is interlaced: save it without interlacing.' };
  return undefined;
}

/** The mask in RGBA pixels, laid on black: selected where the luminance (ITU-R BT.601) is above 127 of 255. */
export function selectionOf(pixels: Uint8ClampedArray): Uint8Array {
  const selected = new Uint8Array(pixels.length / 4);
  for (let i = 0; i < selected.length; i++) {
    const at = 4 * i;
    const gray = 0.299 * (pixels[at] ?? 0) + 0.587 * (pixels[at + 1] ?? 0) + 0.114 * (pixels[at + 2] ?? 0);
    if (Math.round((gray * (pixels[at + 3] ?? 0)) / 255) > 127) selected[i] = 255;
  }
  return selected;
}
