import { HeaderFault } from './bytes.ts';
import { type ForeignFormat, foreign } from './foreign.ts';
import { findEntry, integerOf, openTiff, type Tiff, tiffTags } from './tiff.ts';

/** Values of PhotometricInterpretation for the pixels of a sensor: colour filter array and linear raw. */
const sensorPixels: readonly (number | undefined)[] = [32_803, 34_892];
/** More directories than cameras write beside the first. */
const maxDirectories = 16;

/**
 * Tells camera raw files from ordinary TIFFs, which they are inside: DNG by its version, others (NEF, ARW, PEF, SRW)
 * by a directory with the pixels of a sensor.
 * @returns undefined for an ordinary TIFF and for one that is damaged
 */
export function rawFormat(bytes: Uint8Array): ForeignFormat | undefined {
  try {
    const tiff = openTiff(bytes);
    if (tiff === undefined) return undefined;
    if (findEntry(tiff, tiff.first, tiffTags.dngVersion)) return foreign('a camera raw file (DNG)', 'raw');
    return directoriesOf(tiff).some((directory) => hasSensorPixels(tiff, directory))
      ? foreign('a camera raw file', 'raw')
      : undefined;
  } catch (error) {
    if (error instanceof HeaderFault) return undefined;
    throw error;
  }
}

function directoriesOf(tiff: Tiff): readonly number[] {
  const entry = findEntry(tiff, tiff.first, tiffTags.subDirectories);
  const count = Math.min(entry?.count ?? 0, maxDirectories);
  const others = Array.from({ length: count }, (_, index) => entry && integerOf(tiff, entry, index));
  return [tiff.first, ...others.filter((offset) => offset !== undefined)];
}

function hasSensorPixels(tiff: Tiff, directory: number): boolean {
  const entry = findEntry(tiff, directory, tiffTags.photometric);
  return entry !== undefined && sensorPixels.includes(integerOf(tiff, entry));
}
