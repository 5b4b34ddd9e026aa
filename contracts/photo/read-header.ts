import { isBmp, readBmp } from './bmp.ts';
import { hasText } from './bytes.ts';
import { type ForeignFormat, foreign, foreignFormat } from './foreign.ts';
import { readGif } from './gif.ts';
import type { PhotoHeader } from './header.ts';
import { heifHeader, isHeif, readHeif } from './heif.ts';
import { readJpeg } from './jpeg.ts';
import { readPng } from './png.ts';
import { rareTiff } from './rare-tiff.ts';
import { rawFormat } from './raw.ts';
import { readTiff } from './tiff.ts';
import { readWebp } from './webp.ts';

/** Reads the header of a format that we take, or names one that we do not. @throws HeaderFault */
export type HeaderReader = (bytes: Uint8Array) => PhotoHeader | ForeignFormat;

/** How to read the bytes, by what they are and not by any name. @returns undefined when they are no known format */
export function readerOf(bytes: Uint8Array): HeaderReader | undefined {
  const other = foreignFormat(bytes);
  if (isHeif(bytes)) return heif;
  if (other !== undefined) return () => other;
  if (hasText(bytes, 0, '\xff\xd8\xff')) return readJpeg;
  if (hasText(bytes, 0, '\x89PNG\r\n\x1a\n')) return readPng;
  if (hasText(bytes, 0, 'RIFF') && hasText(bytes, 8, 'WEBP')) return readWebp;
  if (hasText(bytes, 0, 'GIF87a') || hasText(bytes, 0, 'GIF89a')) return readGif;
  if (isTiff(bytes)) return (tiff) => rawFormat(tiff) ?? rareTiff(tiff) ?? readTiff(tiff);
  return isBmp(bytes) ? readBmp : undefined;
}

function isTiff(bytes: Uint8Array): boolean {
  return ['II*\0', 'MM\0*', 'II+\0', 'MM\0+'].some((start) => hasText(bytes, 0, start));
}

function heif(bytes: Uint8Array): PhotoHeader | ForeignFormat {
  const facts = readHeif(bytes);
  return heifHeader(facts) ?? foreign(`a HEIF picture with the codec "${facts.codec}"`, 'photo');
}
