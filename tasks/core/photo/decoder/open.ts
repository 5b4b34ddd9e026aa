import { decodeBmp } from './bmp/decode.ts';
import { decodeHeic } from './heic.ts';
import type { Source } from './messages.ts';
import type { Raster } from './raster.ts';
import type { VipsImage, VipsModule } from './vips.ts';

/** libvips decodes a JPEG at ½, ¼ or ⅛ for little more than the cost of the result. */
const jpegFactors = [8, 4, 2];

const options = { access: 'sequential', fail_on: 'truncated' } as const;

/**
 * Opens the first picture of a file, at least as large as needed, as stored. Only HEIC and AVIF come upright.
 * The format is the header's, so that a file never chooses a decoder.
 * @param maxSide pixels that the longest side needs at most
 * @throws Error of the library
 */
export async function openPicture(
  vips: VipsModule,
  bytes: Uint8Array,
  source: Source,
  maxSide: number,
): Promise<VipsImage> {
  const { Image } = vips;
  switch (source.format) {
    case 'jpeg': {
      const longest = Math.max(source.width, source.height);
      const shrink = jpegFactors.find((factor) => longest >= factor * maxSide) ?? 1;
      return Image.jpegloadBuffer(bytes, { ...options, shrink, unlimited: true });
    }
    case 'png':
      return Image.pngloadBuffer(bytes, { ...options, unlimited: true });
    case 'webp':
      return Image.webploadBuffer(bytes, options);
    case 'gif':
      return Image.gifloadBuffer(bytes, options);
    case 'tiff':
      return Image.tiffloadBuffer(bytes, { ...options, unlimited: true });
    case 'avif':
      return Image.heifloadBuffer(bytes, { ...options, unlimited: true });
    case 'heic':
      return fromRaster(vips, await decodeHeic(bytes, maxSide));
    case 'bmp':
      return fromRaster(vips, decodeBmp(bytes, maxSide));
  }
}

function fromRaster(vips: VipsModule, { data, width, height, bands, profile }: Raster): VipsImage {
  const image = vips.Image.newFromMemory(data, width, height, bands, vips.BandFormat.uchar).copy({
    interpretation: 'srgb',
  });
  if (profile) image.setBlob(profileName, profile);
  return image;
}

/** Where libvips keeps an embedded profile. */
export const profileName = 'icc-profile-data';
