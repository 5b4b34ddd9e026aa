import type { Reader } from './bytes.ts';

/** A box of an ISO base media file (HEIF, AVIF, MP4). */
export interface Box {
  readonly type: string;
  /** Where its content starts. */
  readonly at: number;
  /** Where it ends; past the end of its parent when that is cut. */
  readonly end: number;
}

/** More than any camera writes into one box; it bounds the time for a file of nothing but boxes. */
const maxBoxes = 65_536;

/**
 * The boxes between two positions, in file order. Ends at the first bytes that are no box, such as what phones append.
 * Source: ISO/IEC 14496-12.
 * @throws HeaderFault
 */
export function* boxesIn(reader: Reader, from: number, to: number): Generator<Box> {
  let at = from;
  for (let count = 0; at + 8 <= to && count < maxBoxes; count += 1) {
    const type = reader.text(at + 4, 4);
    const short = reader.u32(at);
    const header = short === 1 ? 16 : 8;
    const size = short === 0 ? to - at : short === 1 ? reader.u64(at + 8) : short;
    if (size < header) return;
    yield { type, at: at + header, end: at + size };
    at += size;
  }
}

/** The first box of a type. @throws HeaderFault */
export function findBox(reader: Reader, from: number, to: number, type: string): Box | undefined {
  for (const box of boxesIn(reader, from, to)) if (box.type === type) return box;
  return undefined;
}

/** The first box at the end of a path of types, each inside the one before. @throws HeaderFault */
export function boxAt(reader: Reader, parent: Box, path: readonly string[]): Box | undefined {
  let box: Box | undefined = parent;
  for (const type of path) box = box && findBox(reader, box.at, box.end, type);
  return box;
}
