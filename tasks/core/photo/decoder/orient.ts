import type { VipsImage } from './vips.ts';

/** What makes a picture with each EXIF orientation upright. */
const upright: Readonly<Record<number, (image: VipsImage) => VipsImage>> = {
  2: (image) => image.flipHor(),
  3: (image) => image.rot180(),
  4: (image) => image.flipVer(),
  5: (image) => image.rot90().flipHor(),
  6: (image) => image.rot90(),
  7: (image) => image.rot270().flipHor(),
  8: (image) => image.rot270(),
};

/** Makes a picture with an EXIF orientation upright. */
export function orient(image: VipsImage, orientation: number): VipsImage {
  return upright[orientation]?.(image) ?? image;
}
