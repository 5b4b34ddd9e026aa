import { HeaderFault, Reader } from './bytes.ts';
import type { PhotoHeader } from './header.ts';

const extension = 0x21;
const image = 0x2c;
/** More than programs write before the first picture; it bounds the time for a file of nothing but blocks. */
const maxBlocks = 1_000_000;

/**
 * Reads the screen of a GIF and its first picture. Old programs wrote a screen that is empty or too small: it grows
 * to hold that picture, as in browsers. Source: GIF89a.
 * @throws HeaderFault
 */
export function readGif(bytes: Uint8Array): PhotoHeader {
  const reader = new Reader(bytes, true);
  const picture = firstPicture(reader);
  const width = Math.max(reader.u16(6), reader.u16(picture + 1) + reader.u16(picture + 5));
  const height = Math.max(reader.u16(8), reader.u16(picture + 3) + reader.u16(picture + 7));
  if (width === 0 || height === 0) throw new HeaderFault('damaged', 'an empty screen');
  return { format: 'gif', width, height, orientation: 1 };
}

/** Where the descriptor of the first picture lies. */
function firstPicture(reader: Reader): number {
  const flags = reader.u8(10);
  let at = 13 + (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  let blocks = 0;
  while (reader.u8(at) === extension) {
    at += 2;
    for (; reader.u8(at) !== 0 && blocks < maxBlocks; blocks += 1) at += 1 + reader.u8(at);
    if (blocks === maxBlocks) throw new HeaderFault('damaged', 'too many blocks');
    at += 1;
  }
  if (reader.u8(at) !== image) throw new HeaderFault('damaged', 'no picture');
  return at;
}
