import type { VipsImage } from './vips.ts';

/** Transparent pixels have less alpha than this, of 255. */
const opaque = 128;
/** Share of transparent pixels from which a picture is a cut-out. */
const minTransparent = 0.001;

/** Colours on white, and alpha of 8 bits where the picture has it. */
export interface Separated {
  readonly colours: VipsImage;
  readonly alpha?: VipsImage;
}

/** The largest sample of each kind of picture, which is opaque alpha too. Others have 255. */
const highest: Readonly<Record<string, number>> = { rgb16: 65_535, grey16: 65_535, scrgb: 1 };
/** White of the kinds where it is not the largest sample. */
const whites: Readonly<Record<string, number[]>> = { cmyk: [0, 0, 0, 0], lab: [100, 0, 0] };

/**
 * Separates colours and alpha of a picture, decoding it once.
 * @param resize applied to both, so that neither is held in its full size
 */
export function separateAlpha(image: VipsImage, resize: (image: VipsImage) => VipsImage): Separated {
  if (!image.hasAlpha()) return { colours: resize(image).copyMemory() };
  const top = highest[image.interpretation] ?? 255;
  const background = whites[image.interpretation] ?? [top];
  const both = image.flatten({ background, max_alpha: top }).bandjoin(image.extractBand(image.bands - 1));
  const small = resize(both).copyMemory();
  const alpha = small
    .extractBand(small.bands - 1)
    .linear(255 / top, 0)
    .cast('uchar');
  return {
    colours: small.extractBand(0, { n: small.bands - 1 }),
    alpha: alpha.copy({ interpretation: 'b-w' }),
  };
}

/**
 * What of a cut-out is opaque, as a mask: gray of 8 bits, 0 or 255.
 * @returns undefined when too little of the picture is transparent to be a cut-out, or all of it is
 */
export function cutoutMask(alpha: VipsImage): VipsImage | undefined {
  const mask = alpha.moreEq(opaque).copyMemory();
  const transparent = 1 - mask.avg() / 255;
  return transparent >= minTransparent && transparent < 1 ? mask : undefined;
}
