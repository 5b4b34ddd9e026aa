import sharp, { type Sharp } from 'sharp';
import type { PhotoHeader } from '#contracts/photo/header.ts';
import { inspectPhoto } from '#contracts/photo/inspect.ts';

const size = { width: 24, height: 16 };
export const camera = 'Obscura 3000';

/** A photo with a place, a camera, an orientation and XMP. */
export function photo(orientation: number): Sharp {
  const pixels = Buffer.from(
    Array.from({ length: 3 * size.width * size.height }, (_, index) => (index * 37) % 256),
  );
  return sharp(pixels, { raw: { ...size, channels: 3 } })
    .withExif({
      IFD0: { Make: camera },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '52/1 31/1 0/1' },
    })
    .withXmp(`<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="${camera}"/>`)
    .withMetadata({ orientation, icc: 'p3' });
}

/** Makers of photos by format, with metadata in all of them. */
export const makers = {
  jpeg: (image: Sharp) => image.jpeg().toBuffer(),
  'progressive jpeg': (image: Sharp) => image.jpeg({ progressive: true }).toBuffer(),
  png: (image: Sharp) => image.png().toBuffer(),
  'lossy webp': (image: Sharp) => image.webp().toBuffer(),
  'lossless webp': (image: Sharp) => image.webp({ lossless: true }).toBuffer(),
  avif: (image: Sharp) => image.avif().toBuffer(),
};

/** @throws when the file is no photo */
export function headerOf(bytes: Uint8Array): PhotoHeader {
  const limits = { maxBytes: 1e9, maxPixels: 1e9, minSide: 1, maxAspect: 1_000 };
  const found = inspectPhoto(bytes, limits);
  if ('problem' in found) throw new Error(found.problem.message);
  return found.header;
}

/** The pixels as stored, without orientation and profile. */
export async function pixelsOf(bytes: Uint8Array): Promise<Buffer> {
  return sharp(bytes, { autoOrient: false }).raw().toBuffer();
}

/** Whether the file names the camera or has an entry for a place. */
export async function isTelling(bytes: Uint8Array): Promise<boolean> {
  const { exif, xmp } = await sharp(bytes).metadata();
  const gps = Buffer.from([0x88, 0x25]);
  const written = Buffer.from(bytes).includes(camera) || xmp?.includes(camera) === true;
  return written || (exif?.includes(gps) ?? false) || (exif?.includes(Buffer.from([0x25, 0x88])) ?? false);
}
