import type { PhotoFormat } from '#contracts/image.ts';
import type { UploadFormat } from '#contracts/photo/formats.ts';
import type { VipsImage } from './vips.ts';

/** Formats whose pixels a JPEG would change. */
const losslessFormats: readonly UploadFormat[] = ['png', 'gif', 'bmp', 'tiff'];

/** Full colour resolution: clicks and textures go along edges of colour. */
const jpeg = { Q: 92, subsample_mode: 'off', optimize_coding: true, keep: 'none' } as const;

const sampleRows = 128;

export interface EncodedPhoto {
  readonly format: PhotoFormat;
  readonly file: Uint8Array;
}

/** Encodes a prepared photo as a JPEG, or as a PNG where the upload is lossless and the PNG is smaller. */
export function encodePhoto(photo: VipsImage, upload: Uint8Array, from: UploadFormat): EncodedPhoto {
  const lossless = losslessFormats.includes(from) || isLosslessWebp(upload, from);
  const png = lossless && isSmallAsPng(sampleOf(photo)) ? encodePng(photo) : undefined;
  const lossy = photo.jpegsaveBuffer(jpeg);
  return png && png.length < lossy.length ? { format: 'png', file: png } : { format: 'jpeg', file: lossy };
}

/** A few rows tell about the whole: a large photo takes seconds to become a PNG that is far too large. */
function isSmallAsPng(sample: VipsImage): boolean {
  return encodePng(sample).length < 2 * sample.jpegsaveBuffer(jpeg).length;
}

function sampleOf(photo: VipsImage): VipsImage {
  const rows = Math.min(photo.height, sampleRows);
  return photo.extractArea(0, Math.floor((photo.height - rows) / 2), photo.width, rows);
}

/** A PNG without metadata: libvips always writes a resolution. */
export function encodePng(image: VipsImage): Uint8Array {
  const filter = image.bands === 1 ? 'none' : 'all';
  return onlyPixels(image.pngsaveBuffer({ compression: 6, filter, keep: 'none' }));
}

const pixelChunks = ['IHDR', 'IDAT', 'IEND'];
const signatureBytes = 8;

/** Leaves out the chunks of a PNG that a picture without palette does not need. */
function onlyPixels(png: Uint8Array): Uint8Array {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const kept = [png.subarray(0, signatureBytes)];
  for (let at = signatureBytes; at < png.length; ) {
    const end = at + 12 + view.getUint32(at);
    const type = Buffer.from(png.subarray(at + 4, at + 8)).toString('latin1');
    if (pixelChunks.includes(type)) kept.push(png.subarray(at, end));
    at = end;
  }
  return Buffer.concat(kept);
}

/** The first chunk of a WebP that is simple and lossless. */
function isLosslessWebp(upload: Uint8Array, from: UploadFormat): boolean {
  return from === 'webp' && Buffer.from(upload.subarray(12, 16)).toString('latin1') === 'VP8L';
}
