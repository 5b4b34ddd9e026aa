import sharp, { type Sharp } from 'sharp';
import { grayPng } from '#test/unit/tasks/support/pictures.ts';

export interface Picture {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: 'image/jpeg' | 'image/png';
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
  ['PhotoNotAnImage', 'a web page', () => bytes('image/jpeg', Buffer.from('<script>alert(1)</script>'))],
  ['PhotoNotAnImage', 'an animated GIF', () => picture('image/png', scene(80, 80).gif())],
  ['PhotoNotAnImage', 'a WebP', () => picture('image/jpeg', scene(80, 80).webp())],
  ['PhotoNotRgb', 'a JPEG in CMYK', () => picture('image/jpeg', scene(80, 80).toColourspace('cmyk').jpeg())],
  [
    'PhotoBitDepth',
    'a PNG of 16 bits',
    () => picture('image/png', scene(80, 80).toColourspace('rgb16').png()),
  ],
  ['PhotoTooSmall', 'a single pixel', () => picture('image/png', scene(1, 1).png())],
  ['PhotoExtensionWrong', 'a PNG that calls itself JPEG', () => picture('image/jpeg', scene(80, 80).png())],
  ['PhotoTruncated', 'half a JPEG', async () => half(await picture('image/jpeg', scene(300, 300).jpeg()))],
  ['PhotoTruncated', 'half a PNG', async () => half(await picture('image/png', scene(300, 300).png()))],
  ['PhotoTooManyPixels', 'a bomb', () => picture('image/png', flat(8_000, 5_001).png())],
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
  ['MaskNotPng', 'a JPEG', () => picture('image/png', scene(120, 160).jpeg())],
  ['MaskBitDepth', 'of 16 bits', () => picture('image/png', scene(120, 160).toColourspace('grey16').png())],
  ['MaskUnreadable', 'cut off', async () => half(await picture('image/png', scene(120, 160).png()))],
];

/** A mask with a palette, as drawing programs save it. */
export async function paletteMask(): Promise<Picture> {
  const disc = `<svg xmlns="http://www.w3.org/2000/svg" width="120" height="160">
    <rect width="100%" height="100%"/><circle cx="60" cy="80" r="40" fill="#fff"/></svg>`;
  return picture('image/png', sharp(Buffer.from(disc)).flatten().png({ palette: true, colours: 4 }));
}

function scene(width: number, height: number): Sharp {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <rect width="100%" height="100%" fill="#489"/>
    <ellipse cx="50%" cy="50%" rx="30%" ry="35%" fill="#c33"/></svg>`;
  return sharp(Buffer.from(svg)).flatten();
}

function flat(width: number, height: number): Sharp {
  return sharp({ create: { width, height, channels: 3, background: '#000' } });
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
