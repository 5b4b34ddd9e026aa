/**
 * EXIF data with nothing but the orientation: a TIFF with one entry of type SHORT.
 * @param orientation 1 to 8
 */
export function exifOf(orientation: number): Uint8Array {
  const orientationTag = [0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0];
  return Uint8Array.of(0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, ...orientationTag, 0, 0, 0, 0);
}
