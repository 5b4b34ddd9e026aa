import type { PhotoFormat } from '#contracts/image.ts';

/** Facts of a picture, read without decoding it. Sizes are as stored, before EXIF orientation. */
export interface PictureHeader {
  readonly format: PhotoFormat;
  readonly width: number;
  readonly height: number;
  /** EXIF orientation, 1 to 8; 1 when missing. */
  readonly orientation: number;
  /** Bits per sample. */
  readonly depth: number;
  /** Samples per pixel as stored: 4 in a JPEG is CMYK, 1 in a PNG is gray or palette. */
  readonly channels: number;
  readonly animated: boolean;
}

/** Why a picture cannot be read. `truncated`: it ends early; `damaged`: it contradicts itself. */
export type PictureFault = 'truncated' | 'damaged' | 'unsupported';

export class PictureError extends Error {
  readonly fault: PictureFault;

  /** @param detail where it broke, for the log */
  constructor(fault: PictureFault, detail: string) {
    super(detail);
    this.name = 'PictureError';
    this.fault = fault;
  }
}

/** A view of the bytes, at any offset of their buffer. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
