import { viewOf } from './header.ts';

const orientationTag = 0x0112;
const shortType = 3;

/**
 * Reads the EXIF orientation (tag 0x0112 of the first directory) from a TIFF block. Other metadata, such as place and
 * time, is never read.
 * @returns 1 to 8; 1 when the orientation is missing or invalid
 */
export function orientationOf(tiff: Uint8Array): number {
  const view = viewOf(tiff);
  if (tiff.length < 8) return 1;
  const order = view.getUint16(0);
  const little = order === 0x4949;
  if ((!little && order !== 0x4d4d) || view.getUint16(2, little) !== 42) return 1;
  const directory = view.getUint32(4, little);
  if (directory + 2 > tiff.length) return 1;
  const entries = view.getUint16(directory, little);
  for (let entry = 0; entry < entries; entry += 1) {
    const at = directory + 2 + entry * 12;
    if (at + 12 > tiff.length) return 1;
    if (view.getUint16(at, little) !== orientationTag) continue;
    const value = view.getUint16(at + 8, little);
    return view.getUint16(at + 2, little) === shortType && value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

/** Orientations 5 to 8 are rotated by 90°: width and height swap when upright. */
export function uprightSize(header: { width: number; height: number; orientation: number }): {
  width: number;
  height: number;
} {
  const { width, height, orientation } = header;
  return orientation >= 5 ? { width: height, height: width } : { width, height };
}
