import { type Box, boxAt, boxesIn } from './boxes.ts';
import { HeaderFault, hasText, Reader } from './bytes.ts';
import type { UploadFormat } from './formats.ts';
import { coloursOf, type PhotoHeader } from './header.ts';
import { primaryItem } from './heif-items.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Brands of pictures and picture sequences (ISO/IEC 23008-12, AVIF). */
const pictureBrands =
  /^(mif1|mif2|mif3|msf1|miaf|MiHE|MiHB|MiHA|heic|heix|heim|heis|hevc|hevx|hevm|hevs|avif|avis|1pic)$/;

/** Formats by the codec of their pixels, in items and in tracks. */
const formats: Readonly<Record<string, UploadFormat>> = {
  hvc1: 'heic',
  hev1: 'heic',
  lhv1: 'heic',
  av01: 'avif',
};

/** Whether one of the brands is that of a picture. A video names none of them. */
export function isHeif(bytes: Uint8Array): boolean {
  return brandsOf(bytes).some((brand) => pictureBrands.test(brand));
}

/** Major brand and compatible brands of an ISO base media file; none for other files. */
export function brandsOf(bytes: Uint8Array): readonly string[] {
  if (!hasText(bytes, 4, 'ftyp') || bytes.length < 12) return [];
  const reader = new Reader(bytes);
  const end = Math.min(reader.u32(0), bytes.length, 1_024);
  const brands = [reader.text(8, 4)];
  for (let at = 16; at + 4 <= end; at += 4) brands.push(reader.text(at, 4));
  return brands;
}

/** Codec of the pixels, such as `hvc1`, and size as it is shown. */
export interface HeifFacts {
  readonly codec: string;
  readonly size: Size;
  /** Number in ITU-T H.273; undefined when the file does not say. */
  readonly primaries: number | undefined;
}

/**
 * Reads the primary item of a HEIF or AVIF, or the first track of a sequence without one. Its size is upright:
 * cropping, rotation and mirroring are applied, and EXIF is ignored, as the standard says.
 * @throws HeaderFault
 */
export function readHeif(bytes: Uint8Array): HeifFacts {
  const reader = new Reader(bytes);
  let [meta, movie]: (Box | undefined)[] = [];
  for (const box of boxesIn(reader, 0, bytes.length)) {
    if (box.type === 'meta') meta ??= box;
    if (box.type === 'moov') movie ??= box;
    if (box.end > bytes.length && /^(meta|moov|mdat)$/.test(box.type)) {
      throw new HeaderFault('truncated', `inside ${box.type}`);
    }
  }
  if (meta !== undefined) {
    const { codec, properties } = primaryItem(reader, meta);
    return { codec, size: shownSize(reader, properties), primaries: primariesOf(reader, properties) };
  }
  if (movie !== undefined) return trackFacts(reader, movie);
  throw new HeaderFault('truncated', 'no meta box');
}

/** The header of a HEIF whose codec we take; undefined for another codec. @throws HeaderFault */
export function heifHeader({ codec, size, primaries }: HeifFacts): PhotoHeader | undefined {
  const format = formats[codec];
  return format && { format, ...size, orientation: 1, ...coloursOf(primaries) };
}

function shownSize(reader: Reader, properties: readonly Box[]): Size {
  const extent = properties.find(({ type }) => type === 'ispe');
  if (extent === undefined) throw new HeaderFault('damaged', 'no ispe');
  const stored = { width: reader.u32(extent.at + 4), height: reader.u32(extent.at + 8) };
  const size = properties.reduce((current, box) => applied(reader, box, current), stored);
  if (size.width <= 0 || size.height <= 0) throw new HeaderFault('damaged', 'an empty picture');
  return size;
}

function primariesOf(reader: Reader, properties: readonly Box[]): number | undefined {
  const colours = properties.find(({ type, at }) => type === 'colr' && hasText(reader.bytes, at, 'nclx'));
  return colours && reader.u16(colours.at + 4);
}

/** The size after a property. `irot` turns by 90° steps; `clap` cuts to a width and height, each as a fraction. */
function applied(reader: Reader, { type, at }: Box, size: Size): Size {
  if (type === 'irot' && reader.u8(at) % 2 === 1) return { width: size.height, height: size.width };
  if (type !== 'clap') return size;
  const [width, height] = [reader.u32(at) / reader.u32(at + 4), reader.u32(at + 8) / reader.u32(at + 12)];
  const fits = width >= 0.5 && height >= 0.5 && width <= size.width && height <= size.height;
  return fits ? { width: Math.round(width), height: Math.round(height) } : size;
}

function trackFacts(reader: Reader, movie: Box): HeifFacts {
  const table = boxAt(reader, movie, ['trak', 'mdia', 'minf', 'stbl', 'stsd']);
  if (table === undefined) throw new HeaderFault('damaged', 'no track');
  for (const { type, at } of boxesIn(reader, table.at + 8, table.end)) {
    const size = { width: reader.u16(at + 24), height: reader.u16(at + 26) };
    if (size.width === 0 || size.height === 0) break;
    return { codec: type, size, primaries: undefined };
  }
  throw new HeaderFault('damaged', 'no size of the track');
}
