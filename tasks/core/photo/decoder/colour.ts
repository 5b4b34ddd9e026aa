import { profileName } from './open.ts';
import type { VipsImage } from './vips.ts';

/** Like browsers: colours stay where sRGB has them, and black stays black. */
const intent = { intent: 'relative', black_point_compensation: true } as const;

/**
 * Converts a picture without alpha to sRGB of 8 bits: by its embedded profile, or as its file says. A profile that does
 * not fit the picture is ignored.
 * @param displayP3 whether a picture without profile is in Display P3
 */
export function toSrgb(image: VipsImage, displayP3 = false): VipsImage {
  if (image.getTypeof(profileName) !== 0) {
    try {
      return image.iccTransform('srgb', { ...intent, embedded: true }).copyMemory();
    } catch {
      image = image.copy();
      image.remove(profileName);
    }
  } else if (displayP3) {
    return image.iccTransform('srgb', { ...intent, input_profile: 'p3' });
  }
  if (image.interpretation === 'multiband' || image.interpretation === 'rgb') {
    image = image.copy({ interpretation: image.bands < 3 ? 'b-w' : 'srgb' });
  }
  if (image.interpretation === 'cmyk')
    return image.iccTransform('srgb', { ...intent, input_profile: 'cmyk' });
  return image.colourspace('srgb').cast('uchar');
}
