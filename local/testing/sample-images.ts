import { join } from 'node:path';
import { encode } from 'fast-png';
import sharp from 'sharp';

const folder = join(import.meta.dirname, '..', 'demo', 'sample');
/** A cup of coffee, 600 × 400 pixels. */
export const samplePhoto = join(folder, 'coffee.png');
/** The cup on that photo. */
export const sampleMask = join(folder, 'coffee-cup-mask.png');

/** Images for one session, small so that many sessions fit into a run. */
export interface SampleImages {
  readonly photo: { readonly bytes: Uint8Array<ArrayBuffer>; readonly type: 'image/png' };
  readonly mask: Uint8Array<ArrayBuffer>;
  /** Its size differs from the photo's. */
  readonly wrongMask: Uint8Array<ArrayBuffer>;
}

/** Scales the sample photo and its mask down. @param width pixels */
export async function smallImages(width: number): Promise<SampleImages> {
  const photo = sharp(samplePhoto).resize({ width });
  const mask = sharp(sampleMask).resize({ width, kernel: 'nearest' }).toColourspace('b-w');
  const wrong = encode({ width: 9, height: 9, data: new Uint8Array(81).fill(255), channels: 1, depth: 8 });
  return {
    photo: { bytes: new Uint8Array(await photo.png().toBuffer()), type: 'image/png' },
    mask: new Uint8Array(await mask.png().toBuffer()),
    wrongMask: new Uint8Array(wrong),
  };
}
