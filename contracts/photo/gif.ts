import { HeaderFault, Reader } from './bytes.ts';
import type { PhotoHeader } from './header.ts';

const extension = 0x21;
const image = 0x2c;

/**
 * Reads the screen of a GIF and looks for its first picture. Old programs wrote an empty screen: then that picture
 * gives the size. Source: GIF89a.
 * @throws HeaderFault
 */
export function readGif(bytes: Uint8Array): PhotoHeader {
  const reader = new Reader(bytes, true);
  const picture = firstPicture(reader);
  const width = reader.u16(6) || reader.u16(picture + 5);
  const height = reader.u16(8) || reader.u16(picture + 7);
  if (width === 0 || height === 0) throw new HeaderFault('damaged', 'an empty screen');
  return { format: 'gif', width, height, orientation: 1 };
}

/** Where the descriptor of the first picture lies. */
function firstPicture(reader: Reader): number {
  const flags = reader.u8(10);
  let at = 13 + (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  while (reader.u8(at) === extension) {
    at += 2;
    while (reader.u8(at) !== 0) at += 1 + reader.u8(at);
    at += 1;
  }
  if (reader.u8(at) !== image) throw new HeaderFault('damaged', 'no picture');
  return at;
}
