import { HeaderFault, hasText, Reader } from './bytes.ts';
import type { PhotoHeader } from './header.ts';

/** Lengths of the header's kinds: OS/2 1 and 2 (short and long), Windows 3 with masks, 4 and 5. */
const headerLengths: readonly number[] = [12, 16, 40, 52, 56, 64, 108, 124];

/** Whether the bytes are a BMP. Its two letters alone begin texts, too. */
export function isBmp(bytes: Uint8Array): boolean {
  if (!hasText(bytes, 0, 'BM') || bytes.length < 18) return false;
  return headerLengths.includes(new Reader(bytes, true).u32(14));
}

/** Reads a BMP's header. A negative height means that rows run from top to bottom. @throws HeaderFault */
export function readBmp(bytes: Uint8Array): PhotoHeader {
  const reader = new Reader(bytes, true);
  const short = reader.u32(14) === 12;
  const width = short ? reader.u16(18) : reader.i32(18);
  const height = short ? reader.u16(20) : Math.abs(reader.i32(22));
  if (width <= 0 || height === 0) throw new HeaderFault('damaged', 'an empty picture');
  if (reader.u32(10) > bytes.length) throw new HeaderFault('truncated', 'before the pixels');
  return { format: 'bmp', width, height, orientation: 1 };
}
