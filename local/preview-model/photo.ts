import sharp from 'sharp';
import { ModelError } from './errors.ts';

/** Tightly packed 8-bit pixels, row-major. */
export interface Pixels {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** A photo that was opened but not yet decoded; sizes are upright, after EXIF orientation. */
export interface OpenedPhoto {
  readonly width: number;
  readonly height: number;
  /** Upright sRGB pixels of a region, or of everything, resized to exactly `size`. */
  pixels(size: { width: number; height: number }, region?: Region): Promise<Pixels>;
}

/** In upright photo pixels. */
export interface Region {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Reads a photo's header; transparency will be flattened on white, CMYK and 16 bit turned into 8-bit sRGB.
 * @throws ModelError ImageUnreadable or ImageTooLarge; so does `pixels`, when the body turns out broken
 */
export async function openPhoto(bytes: Uint8Array, maxPixels: number): Promise<OpenedPhoto> {
  const { autoOrient, width, height } = await readable(() =>
    sharp(bytes, { limitInputPixels: false }).metadata(),
  );
  if (width * height > maxPixels)
    throw new ModelError(
      'ImageTooLarge',
      `The photo has ${width}×${height} pixels; at most ${maxPixels} are allowed.`,
      {
        width,
        height,
      },
    );
  return {
    width: autoOrient.width,
    height: autoOrient.height,
    pixels: (size, region) => readable(() => decode(bytes, maxPixels, size, region)),
  };
}

async function decode(
  bytes: Uint8Array,
  maxPixels: number,
  size: { width: number; height: number },
  region: Region | undefined,
): Promise<Pixels> {
  const upright = sharp(bytes, { limitInputPixels: maxPixels, failOn: 'error' }).autoOrient();
  const cut = region ? upright.extract(region) : upright;
  const data = await cut
    .resize(size.width, size.height, { fit: 'fill' })
    .flatten({ background: 'white' })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return { data: threeChannels(data.data, data.info.channels), width: size.width, height: size.height };
}

function threeChannels(data: Uint8Array, channels: number): Uint8Array {
  if (channels === 3) return data;
  const pixels = data.length / channels;
  const rgb = new Uint8Array(pixels * 3);
  for (let i = 0; i < pixels; i++) rgb.fill(data[i * channels] ?? 0, i * 3, i * 3 + 3);
  return rgb;
}

async function readable<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ModelError) throw error;
    const detail = error instanceof Error ? error.message : String(error);
    throw new ModelError('ImageUnreadable', `The photo cannot be decoded: ${detail}`);
  }
}
