import { HeaderFault, Reader } from './bytes.ts';
import type { PhotoHeader } from './header.ts';

/** Tags of TIFF 6.0, DNG and EXIF that the readers ask for. */
export const tiffTags = {
  width: 0x0100,
  height: 0x0101,
  bitsPerSample: 0x0102,
  compression: 0x0103,
  photometric: 0x0106,
  make: 0x010f,
  orientation: 0x0112,
  planes: 0x011c,
  tileWidth: 0x0142,
  subDirectories: 0x014a,
  sampleFormat: 0x0153,
  dngVersion: 0xc612,
} as const;

/** Bytes of a value by its type, for unsigned integers: BYTE, SHORT, LONG, IFD, LONG8, IFD8. */
const integerTypes: Readonly<Record<number, 1 | 2 | 4 | 8>> = { 1: 1, 3: 2, 4: 4, 13: 4, 16: 8, 18: 8 };

interface Entry {
  readonly type: number;
  readonly count: number;
  /** Where the value lies in the file. */
  readonly at: number;
}

/** A TIFF file or an EXIF block, of either byte order, 32 or 64 bits. */
export interface Tiff {
  readonly reader: Reader;
  /** BigTIFF has 64-bit offsets. */
  readonly big: boolean;
  /** Offset of the first directory. */
  readonly first: number;
}

/** Opens a TIFF. @returns undefined when the bytes do not start like one. @throws HeaderFault */
export function openTiff(bytes: Uint8Array): Tiff | undefined {
  const little = bytes[0] === 0x49 && bytes[1] === 0x49;
  if (!little && !(bytes[0] === 0x4d && bytes[1] === 0x4d)) return undefined;
  const reader = new Reader(bytes, little);
  const version = reader.u16(2);
  if (version === 42) return { reader, big: false, first: reader.u32(4) };
  return version === 43 ? { reader, big: true, first: reader.u64(8) } : undefined;
}

/** The first entry of a tag in a directory. @throws HeaderFault when the directory ends before it */
export function findEntry({ reader, big }: Tiff, directory: number, tag: number): Entry | undefined {
  const count = big ? reader.u64(directory) : reader.u16(directory);
  const [start, size, inline] = big ? [directory + 8, 20, 8] : [directory + 2, 12, 4];
  for (let index = 0; index < count; index += 1) {
    const at = start + index * size;
    if (reader.u16(at) !== tag) continue;
    const type = reader.u16(at + 2);
    const values = big ? reader.u64(at + 4) : reader.u32(at + 4);
    const value = at + size - inline;
    const bytes = values * (integerTypes[type] ?? 1);
    return { type, count: values, at: bytes <= inline ? value : big ? reader.u64(value) : reader.u32(value) };
  }
  return undefined;
}

/** The unsigned integer of an entry, at an index. */
export function integerOf({ reader }: Tiff, entry: Entry, index = 0): number | undefined {
  const size = integerTypes[entry.type];
  if (size === undefined || index >= entry.count) return undefined;
  const at = entry.at + index * size;
  if (size === 1) return reader.u8(at);
  if (size === 2) return reader.u16(at);
  return size === 4 ? reader.u32(at) : reader.u64(at);
}

/** Size and orientation of the first directory. @throws HeaderFault */
export function readTiff(bytes: Uint8Array): PhotoHeader {
  const tiff = openTiff(bytes);
  if (tiff === undefined) throw new HeaderFault('damaged', 'no TIFF header');
  const width = required(tiff, tiffTags.width);
  const height = required(tiff, tiffTags.height);
  return { format: 'tiff', width, height, orientation: orientationIn(tiff) };
}

function required(tiff: Tiff, tag: number): number {
  const entry = findEntry(tiff, tiff.first, tag);
  const value = entry && integerOf(tiff, entry);
  if (value === undefined || value === 0) throw new HeaderFault('damaged', `no value of tag ${tag}`);
  return value;
}

/** The orientation, SHORT or LONG, of the first directory; 1 when it is missing or invalid. @throws HeaderFault */
export function orientationIn(tiff: Tiff): number {
  const entry = findEntry(tiff, tiff.first, tiffTags.orientation);
  if (entry === undefined || (entry.type !== 3 && entry.type !== 4)) return 1;
  const value = integerOf(tiff, entry) ?? 1;
  return value >= 1 && value <= 8 ? value : 1;
}
