import { Reader } from '#contracts/photo/bytes.ts';
import { joined, textBytes } from './bytes.ts';
import { exifOf } from './exif.ts';

/** Chunks that say how to show the pixels, animations included. All other chunks that decoders may skip are left out. */
const shown: readonly string[] = [
  ...['tRNS', 'gAMA', 'cHRM', 'sRGB', 'iCCP', 'cICP', 'mDCV', 'cLLI', 'sBIT', 'bKGD', 'pHYs', 'hIST', 'sPLT'],
  ...['acTL', 'fcTL', 'fdAT'],
];
const signatureBytes = 8;

/** A PNG without texts, EXIF and times, with the same compressed pixels. Source: W3C PNG specification. */
export function stripPng(bytes: Uint8Array, orientation: number): Uint8Array<ArrayBuffer> {
  const reader = new Reader(bytes);
  const parts = [bytes.subarray(0, signatureBytes)];
  for (let at = signatureBytes; at + 8 <= bytes.length; ) {
    const type = reader.text(at + 4, 4);
    const end = at + 12 + reader.u32(at);
    if (isCritical(type) || shown.includes(type)) parts.push(bytes.subarray(at, end));
    if (type === 'IHDR' && orientation !== 1) parts.push(chunk('eXIf', exifOf(orientation)));
    if (type === 'IEND') break;
    at = end;
  }
  return joined(parts);
}

/** The first letter is upper case for chunks that no decoder may skip. */
function isCritical(type: string): boolean {
  return /^[A-Z]/.test(type);
}

function chunk(type: string, body: Uint8Array): Uint8Array {
  const named = joined([textBytes(type), body]);
  return joined([number(body.length), named, number(checksumOf(named))]);
}

function number(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}

/** CRC-32 of ISO 3309, bit by bit: it is only used for a few bytes. */
function checksumOf(bytes: Uint8Array): number {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}
