import { type Box, boxesIn } from '#contracts/photo/boxes.ts';
import { Reader } from '#contracts/photo/bytes.ts';
import { itemRanges, itemsOfTypes, type Range } from './heif-items.ts';

/** Types of items that describe the picture: EXIF, XMP and other texts, and addresses. */
const describing: readonly string[] = ['Exif', 'mime', 'uri '];
/** Boxes that hold pictures, or say where they are. All others at the top may describe them, such as videos of phones. */
const needed: readonly string[] = ['ftyp', 'meta', 'mdat', 'moov', 'idat', 'free', 'skip'];
/** Boxes of a film and its tracks that hold place and camera. */
const filmNotes: readonly string[] = ['udta', 'meta', 'uuid'];

/**
 * A HEIC or AVIF whose EXIF and XMP are blanked where they lie, so that no position in the file changes. Its
 * orientation is no part of them.
 * @throws HeaderFault
 */
export function stripHeif(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(bytes);
  const reader = new Reader(copy);
  const boxes = [...boxesIn(reader, 0, copy.length)];
  const pictures: Range[] = [];
  for (const meta of boxes.filter(({ type }) => type === 'meta')) pictures.push(...blankItems(reader, meta));
  for (const film of boxes.filter(({ type }) => type === 'moov')) blankFilmNotes(reader, film);
  for (const box of boxes) {
    if (!needed.includes(box.type) && !pictures.some((range) => overlap(range, box))) free(copy, box);
  }
  return copy.slice(0, fileEnd(boxes, pictures, copy.length));
}

/** @returns where the pictures lie */
function blankItems(reader: Reader, meta: Box): readonly Range[] {
  const notes = itemsOfTypes(reader, meta, describing);
  const exif = itemsOfTypes(reader, meta, ['Exif']);
  const pictures: Range[] = [];
  for (const [id, ranges] of itemRanges(reader, meta)) {
    if (!notes.has(id)) pictures.push(...ranges);
    else for (const { start, end } of ranges) reader.bytes.fill(exif.has(id) ? 0 : 0x20, start, end);
    const [first] = ranges;
    if (exif.has(id) && first !== undefined) writeEmptyExif(reader.bytes, first);
  }
  return pictures;
}

/** An offset of 0 and a TIFF without entries: zeros alone would be a damaged file for some readers. */
function writeEmptyExif(bytes: Uint8Array, { start, end }: Range): void {
  const empty = Uint8Array.of(0, 0, 0, 0, 0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0);
  if (end - start >= empty.length && end <= bytes.length) bytes.set(empty, start);
}

function blankFilmNotes(reader: Reader, film: Box): void {
  for (const box of boxesIn(reader, film.at, film.end)) {
    if (filmNotes.includes(box.type)) free(reader.bytes, box);
    if (box.type === 'trak') blankFilmNotes(reader, box);
  }
}

/** Turns a box into unused space. */
function free(bytes: Uint8Array, { type, at, end }: Box): void {
  bytes.fill(0, at, end);
  // The type stands before the content, or before the size of 64 bits that may precede it.
  const typeAt = typeIs(bytes, at - 4, type) ? at - 4 : at - 12;
  for (const [index, letter] of [...'free'].entries()) bytes[typeAt + index] = letter.charCodeAt(0);
}

function typeIs(bytes: Uint8Array, at: number, type: string): boolean {
  return [...type].every((letter, index) => bytes[at + index] === letter.charCodeAt(0));
}

/** What follows the last box is left out, such as the notes that phones append. */
function fileEnd(boxes: readonly Box[], pictures: readonly Range[], length: number): number {
  return Math.min(length, Math.max(...[...boxes, ...pictures].map(({ end }) => end)));
}

function overlap(range: Range, box: Box): boolean {
  return range.start < box.end && box.at < range.end;
}
