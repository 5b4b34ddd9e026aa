import { type Box, boxesIn, findBox } from '#contracts/photo/boxes.ts';
import type { Reader } from '#contracts/photo/bytes.ts';

/** Bytes of a file; `end` is exclusive. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Ids of the items of some types. Source: ISO/IEC 23008-12 and 14496-12, `iinf`. @throws HeaderFault */
export function itemsOfTypes(reader: Reader, meta: Box, types: readonly string[]): ReadonlySet<number> {
  const found = new Set<number>();
  const box = findBox(reader, meta.at + 4, meta.end, 'iinf');
  if (box === undefined) return found;
  for (const entry of boxesIn(reader, box.at + (reader.u8(box.at) === 0 ? 6 : 8), box.end)) {
    const version = reader.u8(entry.at);
    if (entry.type !== 'infe' || version < 2) continue;
    const [id, typeAt] = version === 2 ? [reader.u16(entry.at + 4), 8] : [reader.u32(entry.at + 4), 10];
    if (types.includes(reader.text(entry.at + typeAt, 4))) found.add(id);
  }
  return found;
}

/** Where each item's bytes lie in the file (`iloc`). Items in other files have none. @throws HeaderFault */
export function itemRanges(reader: Reader, meta: Box): ReadonlyMap<number, readonly Range[]> {
  const ranges = new Map<number, readonly Range[]>();
  const box = findBox(reader, meta.at + 4, meta.end, 'iloc');
  if (box === undefined) return ranges;
  const idat = findBox(reader, meta.at + 4, meta.end, 'idat');
  const list = new ItemList(reader, box.at);
  for (let index = 0; index < list.count; index += 1) {
    const { id, method, extents } = list.next();
    const origin = method === 0 ? 0 : method === 1 ? idat?.at : undefined;
    if (origin === undefined) continue;
    ranges.set(
      id,
      extents.map(({ start, end }) => ({ start: origin + start, end: origin + end })),
    );
  }
  return ranges;
}

/** Reads the entries of `iloc`, whose numbers have widths that its start tells. */
class ItemList {
  readonly count: number;
  private readonly reader: Reader;
  private readonly version: number;
  private readonly widths: { offset: number; length: number; base: number; index: number };
  private at: number;

  constructor(reader: Reader, at: number) {
    this.reader = reader;
    this.version = reader.u8(at);
    const [first, second] = [reader.u8(at + 4), reader.u8(at + 5)];
    const index = this.version === 0 ? 0 : second & 15;
    this.widths = { offset: first >> 4, length: first & 15, base: second >> 4, index };
    this.at = at + 6;
    this.count = this.number(this.version < 2 ? 2 : 4);
  }

  /** Construction method 0 counts from the start of the file, 1 from the content of `idat`. */
  next(): { id: number; method: number; extents: readonly Range[] } {
    const { offset, length, base, index } = this.widths;
    const id = this.number(this.version < 2 ? 2 : 4);
    const method = this.version === 0 ? 0 : this.number(2) & 15;
    const elsewhere = this.number(2) !== 0;
    const origin = this.number(base);
    const extents = Array.from({ length: this.number(2) }, () => {
      this.number(index);
      const start = origin + this.number(offset);
      return { start, end: start + this.number(length) };
    });
    return { id, method: elsewhere ? -1 : method, extents };
  }

  private number(width: number): number {
    const at = this.at;
    this.at += width;
    if (width === 0) return 0;
    if (width === 2) return this.reader.u16(at);
    return width === 4 ? this.reader.u32(at) : this.reader.u64(at);
  }
}
