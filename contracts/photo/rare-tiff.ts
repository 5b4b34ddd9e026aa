import { type ForeignFormat, foreign } from './foreign.ts';
import { findEntry, integerOf, openTiff, tiffTags } from './tiff.ts';

/** None, CCITT (three kinds), LZW, JPEG, Deflate (two numbers), PackBits and LogLuv (two kinds). */
const compressions: readonly number[] = [1, 2, 3, 4, 5, 7, 8, 32_946, 32_773, 34_676, 34_677];
const sampleBits: readonly number[] = [1, 2, 4, 8, 16, 32, 64];
/** CIELAB, ICCLAB and ITULAB. */
const labColours: readonly number[] = [8, 9, 10];
const separatePlanes = 2;
/** Unsigned, IEEE floating point, and undefined. Signed and complex samples have no agreed white. */
const sampleFormats: readonly number[] = [1, 3, 4];

/**
 * Names a TIFF of a kind that the decoder does not read. For an unknown compression it would give black.
 * @returns undefined for an ordinary TIFF
 * @throws HeaderFault
 */
export function rareTiff(bytes: Uint8Array): ForeignFormat | undefined {
  const tiff = openTiff(bytes);
  if (tiff === undefined) return undefined;
  const value = (tag: number) => {
    const entry = findEntry(tiff, tiff.first, tag);
    return entry && integerOf(tiff, entry);
  };
  if (!compressions.includes(value(tiffTags.compression) ?? 1)) return rare('a rare compression');
  const bits = value(tiffTags.bitsPerSample) ?? 1;
  if (!sampleBits.includes(bits)) return rare(`${bits} bits a sample`);
  if (!sampleFormats.includes(value(tiffTags.sampleFormat) ?? 1)) return rare('signed or complex samples');
  if (labColours.includes(value(tiffTags.photometric) ?? 0)) return rare('the colours of CIELAB');
  const tiled = value(tiffTags.tileWidth) !== undefined;
  return tiled && value(tiffTags.planes) === separatePlanes ? rare('tiles of separate colours') : undefined;
}

function rare(what: string): ForeignFormat {
  return foreign(`a TIFF with ${what}`, 'photo');
}
