import { Canvas, type Raster, shrinkFactor } from '../raster.ts';
import { type BmpHeader, readBmpHeader } from './header.ts';
import { rowsOf } from './rows.ts';

/**
 * Decodes a BMP, which libvips cannot. A picture that is larger than needed shrinks by a whole factor on the way.
 * @throws DecodeError
 */
export function decodeBmp(bytes: Uint8Array, maxSide: number): Raster {
  const header = readBmpHeader(bytes);
  const bands = hasAlpha(bytes, header) ? 4 : 3;
  const { width, height, topDown } = header;
  const canvas = new Canvas(header, bands, shrinkFactor(width, height, maxSide));
  let y = 0;
  for (const data of rowsOf(bytes, header, bands)) {
    canvas.draw({ data, stride: data.length, width, height: 1 }, 0, topDown ? y : height - 1 - y);
    y += 1;
  }
  return canvas.finish();
}

/** Many programs write 0 for all alpha and mean none. */
function hasAlpha(bytes: Uint8Array, header: BmpHeader): boolean {
  if (header.bits <= 8 || header.masks[3] === 0) return false;
  for (const row of rowsOf(bytes, header, 4)) {
    for (let at = 3; at < row.length; at += 4) if (row[at] !== 0) return true;
  }
  return false;
}
