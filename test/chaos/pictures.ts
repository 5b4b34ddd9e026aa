import { join } from 'node:path';
import { encode } from 'fast-png';
import sharp from 'sharp';

const root = join(import.meta.dirname, '..', '..');

/** What a session is fed with: small, so that many fit into a run. */
export interface Pictures {
  readonly photo: { readonly bytes: Uint8Array<ArrayBuffer>; readonly type: 'image/png' };
  readonly mask: Uint8Array<ArrayBuffer>;
  /** Of another size than the photo. */
  readonly wrongMask: Uint8Array<ArrayBuffer>;
}

/** The sample photo and the cup's mask, scaled down. @param width in pixels */
export async function smallPictures(width: number): Promise<Pictures> {
  const photo = sharp(join(root, 'local', 'sample', 'coffee.png')).resize({ width });
  const mask = sharp(join(root, 'test', 'fixtures', 'coffee-cup-mask.png'))
    .resize({ width, kernel: 'nearest' })
    .toColourspace('b-w');
  const wrong = encode({ width: 9, height: 9, data: new Uint8Array(81).fill(255), channels: 1, depth: 8 });
  return {
    photo: { bytes: new Uint8Array(await photo.png().toBuffer()), type: 'image/png' },
    mask: new Uint8Array(await mask.png().toBuffer()),
    wrongMask: new Uint8Array(wrong),
  };
}
