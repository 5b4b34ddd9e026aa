import { profileName } from './open.ts';
import type { VipsImage } from './vips.ts';

/** Like browsers: colours stay where sRGB has them, and black stays black. */
const intent = { intent: 'relative', black_point_compensation: true } as const;

/** Samples of a colour by the colour space in a profile's header. */
const profileBands: Readonly<Record<string, number>> = { GRAY: 1, 'RGB ': 3, CMYK: 4 };

/**
 * Converts a picture without alpha to sRGB of 8 bits: by its embedded profile, or as its file says. A profile that does
 * not fit the picture is ignored.
 * @param displayP3 whether a picture without profile is in Display P3
 */
export function toSrgb(image: VipsImage, displayP3 = false): VipsImage {
  const plain = image.copy();
  if (image.getTypeof(profileName) !== 0) {
    const converted = byProfile(image);
    if (converted) return converted;
    plain.remove(profileName);
  } else if (displayP3) {
    return image.iccTransform('srgb', { ...intent, input_profile: 'p3' });
  }
  return withoutProfile(plain);
}

function byProfile(image: VipsImage): VipsImage | undefined {
  const space = Buffer.from(image.getBlob(profileName).subarray(16, 20)).toString('latin1');
  // libvips would take a profile of its own for one that does not fit.
  if (profileBands[space] !== image.bands) return undefined;
  try {
    return image.iccTransform('srgb', { ...intent, embedded: true }).copyMemory();
  } catch {
    return undefined;
  }
}

function withoutProfile(image: VipsImage): VipsImage {
  const { interpretation, bands, format } = image;
  if (interpretation === 'cmyk') return fromInks(image);
  if (interpretation === 'multiband' || interpretation === 'rgb') {
    return withoutProfile(image.copy({ interpretation: bands < 3 ? 'b-w' : 'srgb' }));
  }
  // Gray with a point reaches from 0 to 1. Colours with one are linear, which libvips knows.
  const isReal = interpretation === 'b-w' && (format === 'float' || format === 'double');
  return (isReal ? image.linear(255, 0) : image).colourspace('srgb').cast('uchar');
}

/**
 * Inks without a profile: each takes its share of the light, as browsers do it. A profile of some printing press would
 * be a guess.
 */
function fromInks(image: VipsImage): VipsImage {
  const inks = image.format === 'ushort' ? image.linear(1 / 257, 0) : image;
  const paper = inks.cast('uchar').invert();
  const colours = paper.extractBand(0, { n: 3 }).multiply(paper.extractBand(3));
  return colours
    .linear(1 / 255, 0.5)
    .cast('uchar')
    .copy({ interpretation: 'srgb' });
}
