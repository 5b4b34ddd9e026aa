import { DecodeError } from '../fault.ts';

/** Compressions that photos have; others hold a JPEG, a PNG or a fax. */
export const compressions = { none: 0, rle8: 1, rle4: 2, masks: 3, alphaMasks: 6 } as const;

/** Bits of red, green, blue and alpha in a pixel; 0 for a colour that is absent. */
export type Masks = readonly [red: number, green: number, blue: number, alpha: number];

export interface BmpHeader {
  readonly width: number;
  readonly height: number;
  /** Rows run from top to bottom. */
  readonly topDown: boolean;
  /** Bits of a pixel. */
  readonly bits: number;
  readonly compression: number;
  /** Red, green and blue of each colour, one after the other. Only up to 8 bits. */
  readonly palette: Uint8Array;
  readonly masks: Masks;
  /** Where the pixels begin. */
  readonly pixelsAt: number;
}

/** Lengths of headers: OS/2's short one, OS/2's long one, and the first of Windows with masks inside. */
const [shortLength, os2Length, masksLength] = [12, 64, 52];
const fileHeader = 14;
const masks15: Masks = [0x7c00, 0x3e0, 0x1f, 0];
const masks24: Masks = [0xff0000, 0xff00, 0xff, 0];

/** Reads the header of a BMP of any kind, from OS/2's to Windows' fifth. @throws DecodeError, RangeError at the end */
export function readBmpHeader(bytes: Uint8Array): BmpHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint32(fileHeader, true);
  const short = length === shortLength;
  const height = short ? view.getUint16(20, true) : view.getInt32(22, true);
  const bits = view.getUint16(short ? 24 : 28, true);
  const compression = short ? compressions.none : view.getUint32(30, true);
  check(bits, compression, length);
  const hasMasks = compression === compressions.masks || compression === compressions.alphaMasks;
  const header = {
    width: short ? view.getUint16(18, true) : view.getInt32(18, true),
    height: Math.abs(height),
    topDown: height < 0,
    bits,
    compression,
    masks: hasMasks ? readMasks(view, length, compression) : bits === 16 ? masks15 : masks24,
    pixelsAt: view.getUint32(10, true),
  };
  const colours = bits > 8 ? 0 : (short ? 0 : view.getUint32(46, true)) || 2 ** bits;
  return {
    ...header,
    palette: readPalette(bytes, fileHeader + length, Math.min(colours, 256), short ? 3 : 4),
  };
}

function check(bits: number, compression: number, length: number): void {
  const fits: Readonly<Record<number, readonly number[]>> = {
    [compressions.none]: [1, 2, 4, 8, 16, 24, 32],
    [compressions.rle8]: [8],
    [compressions.rle4]: [4],
    [compressions.masks]: length === os2Length ? [] : [16, 32],
    [compressions.alphaMasks]: [16, 32],
  };
  if (!fits[compression]?.includes(bits)) {
    throw new DecodeError('damaged', `a BMP of ${bits} bits with compression ${compression}`);
  }
}

/** They follow the header, or are in it from its fourth field on. Only later headers have alpha. */
function readMasks(view: DataView, length: number, compression: number): Masks {
  const mask = (index: number) => view.getUint32(54 + 4 * index, true);
  const alpha = compression === compressions.alphaMasks || length > masksLength;
  return [mask(0), mask(1), mask(2), alpha ? mask(3) : 0];
}

/** Colours are stored as blue, green, red, and a byte without meaning but in the short header. */
function readPalette(bytes: Uint8Array, at: number, colours: number, size: number): Uint8Array {
  const palette = new Uint8Array(256 * 3);
  for (let colour = 0; colour < colours; colour += 1) {
    for (let band = 0; band < 3; band += 1)
      palette[colour * 3 + band] = bytes[at + colour * size + 2 - band] ?? 0;
  }
  return palette;
}
