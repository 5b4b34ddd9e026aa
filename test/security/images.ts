import sharp, { type Sharp } from 'sharp';
import type { UploadContentType } from '#contracts/photo/formats.ts';
import { grayPng, rawPng } from '#test/unit/tasks/support/pictures.ts';

export interface Picture {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: UploadContentType;
}

/** Words in a photo's metadata that must not appear elsewhere. */
export const metadataWords = ['ZZPHOTOGRAPHERZZ', 'ZZPLACEZZ'];
const metadata = {
  IFD0: { Artist: 'ZZPHOTOGRAPHERZZ' },
  IFD3: { GPSMapDatum: 'ZZPLACEZZ', GPSLatitudeRef: 'N' },
};

/** A phone's photo: rotated by EXIF, stored as 160 × 120, with time, location and name. */
export const phonePhoto = (): Promise<Picture> =>
  picture('image/jpeg', scene(160, 120).withExif(metadata).withMetadata({ orientation: 6 }).jpeg());

/** Unusable photos with their error codes. */
export const badPhotos: readonly (readonly [code: string, what: string, make: () => Promise<Picture>])[] = [
  ['PhotoNotAnImage', 'a script', () => bytes('image/jpeg', Buffer.from('alert("no photo")'))],
  ['PhotoFormatUnknown', 'an SVG', () => bytes('image/png', Buffer.from(svgOf(80, 80)))],
  ['PhotoFormatUnknown', 'a PDF', () => bytes('image/jpeg', Buffer.from('%PDF-1.7\n%%EOF'))],
  ['PhotoTooSmall', 'a single pixel', () => picture('image/png', scene(1, 1).png())],
  ['PhotoAspect', 'a strip', () => picture('image/png', scene(64, 1_921).png())],
  ['PhotoTruncated', 'half a JPEG', async () => half(await picture('image/jpeg', scene(300, 300).jpeg()))],
  ['PhotoTruncated', 'half a PNG', async () => half(await picture('image/png', scene(300, 300).png()))],
  ['PhotoTooManyPixels', 'a bomb', () => bytes('image/png', bomb(60_000, 60_000))],
  ['PhotoDamaged', 'a bomb within the limits', () => bytes('image/png', bomb(15_900, 15_900))],
];

/** Photos that browsers or decoders often refuse, 100 × 80. */
export const takenPhotos: readonly (readonly [what: string, make: () => Promise<Picture>])[] = [
  ['a GIF', () => picture('image/gif', scene(100, 80).gif())],
  ['a WebP that calls itself JPEG', () => picture('image/jpeg', scene(100, 80).webp())],
  ['an AVIF', () => picture('image/avif', scene(100, 80).avif())],
  ['a TIFF', () => picture('image/tiff', scene(100, 80).tiff())],
  ['a JPEG in CMYK', () => picture('image/jpeg', scene(100, 80).toColourspace('cmyk').jpeg())],
  ['a PNG of 16 bits', () => picture('image/png', scene(100, 80).toColourspace('rgb16').png())],
];

/** Unusable masks for a photo of 120 × 160, with their error codes. */
export const badMasks: readonly (readonly [code: string, what: string, make: () => Promise<Picture>])[] = [
  [
    'MaskSizeMismatch',
    'of the size before turning',
    () =>
      bytes(
        'image/png',
        grayPng(160, 120, () => 255),
      ),
  ],
  ['MaskNotPng', 'a GIF', () => picture('image/png', scene(120, 160).gif())],
  ['MaskUnreadable', 'cut off', async () => half(await picture('image/png', scene(120, 160).png()))],
  [
    'MaskEmpty',
    'a bomb',
    () =>
      bytes(
        'image/png',
        grayPng(12_000, 16_000, () => 0),
      ),
  ],
];

/** A mask with a palette, as drawing programs save it. */
export async function paletteMask(): Promise<Picture> {
  const disc = `<svg xmlns="http://www.w3.org/2000/svg" width="120" height="160">
    <rect width="100%" height="100%"/><circle cx="60" cy="80" r="40" fill="#fff"/></svg>`;
  return picture('image/png', sharp(Buffer.from(disc)).flatten().png({ palette: true, colours: 4 }));
}

function scene(width: number, height: number): Sharp {
  return sharp(Buffer.from(svgOf(width, height))).flatten();
}

function svgOf(width: number, height: number): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <rect width="100%" height="100%" fill="#489"/>
    <ellipse cx="50%" cy="50%" rx="30%" ry="35%" fill="#c33"/></svg>`;
}

/** A header that promises far more pixels than the file has. */
function bomb(width: number, height: number): Uint8Array {
  return rawPng({ width, height, rows: new Uint8Array(1_000) });
}

async function picture(type: Picture['type'], made: Sharp): Promise<Picture> {
  return bytes(type, await made.toBuffer());
}

async function bytes(type: Picture['type'], content: Uint8Array): Promise<Picture> {
  return { type, bytes: new Uint8Array(content) };
}

function half({ type, bytes: whole }: Picture): Picture {
  return { type, bytes: whole.slice(0, whole.length / 2) };
}
