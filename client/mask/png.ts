import { encode } from 'fast-png';
import type { Mask } from './decoder.ts';

/** `mask_final.png`: 8-bit grayscale, 255 on the object. */
export function encodeMask({ width, height, data }: Mask): Uint8Array<ArrayBuffer> {
  return new Uint8Array(encode({ width, height, data, channels: 1, depth: 8 }));
}
