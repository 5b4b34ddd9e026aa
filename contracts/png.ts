/** Bytes from the start of a PNG that `readPngStart` needs: the signature and the IHDR chunk. */
export const pngStartBytes = 33;

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** The header of a PNG. */
export interface PngStart {
  /** In pixels. */
  readonly width: number;
  readonly height: number;
  /** Bits per sample. */
  readonly depth: number;
  readonly interlaced: boolean;
}

/** Whether the bytes start like a PNG. */
export function isPng(bytes: Uint8Array): boolean {
  return signature.every((byte, index) => bytes[index] === byte);
}

/** Reads the header without verifying checksums. @returns undefined when the bytes are not the start of a PNG */
export function readPngStart(bytes: Uint8Array): PngStart | undefined {
  if (bytes.length < pngStartBytes || !isPng(bytes)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    width: view.getUint32(16),
    height: view.getUint32(20),
    depth: view.getUint8(24),
    interlaced: view.getUint8(28) !== 0,
  };
}
