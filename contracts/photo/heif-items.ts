import { type Box, boxAt, boxesIn, findBox } from './boxes.ts';
import { HeaderFault, type Reader } from './bytes.ts';

/** Types of items that are put together of others: grid, overlay, identity and tone map. */
const derived: readonly string[] = ['grid', 'iovl', 'iden', 'tmap'];

/** The picture that a HEIF shows: its item type, such as `hvc1`, and its properties in order. */
export interface PrimaryItem {
  readonly codec: string;
  readonly properties: readonly Box[];
}

/** Reads the primary item of a `meta` box. Source: ISO/IEC 23008-12. @throws HeaderFault */
export function primaryItem(reader: Reader, meta: Box): PrimaryItem {
  const content: Box = { ...meta, at: meta.at + 4 };
  const id = primaryId(reader, content);
  return { codec: codecOf(reader, content, id), properties: propertiesOf(reader, content, id) };
}

function primaryId(reader: Reader, meta: Box): number {
  const box = need(findBox(reader, meta.at, meta.end, 'pitm'), 'pitm');
  return reader.u8(box.at) === 0 ? reader.u16(box.at + 4) : reader.u32(box.at + 4);
}

/** The type of an item. A picture that is put together of others has the type of the first of them. */
function codecOf(reader: Reader, meta: Box, id: number): string {
  const own = itemType(reader, meta, id);
  if (!derived.includes(own)) return own;
  return itemType(reader, meta, firstSource(reader, meta, id));
}

function itemType(reader: Reader, meta: Box, id: number): string {
  const box = need(findBox(reader, meta.at, meta.end, 'iinf'), 'iinf');
  const entries = box.at + (reader.u8(box.at) === 0 ? 6 : 8);
  for (const entry of boxesIn(reader, entries, box.end)) {
    const version = reader.u8(entry.at);
    if (entry.type !== 'infe' || version < 2) continue;
    const [own, next] = version === 2 ? [reader.u16(entry.at + 4), 6] : [reader.u32(entry.at + 4), 8];
    if (own === id) return reader.text(entry.at + next + 2, 4);
  }
  throw new HeaderFault('damaged', 'no entry of the primary item');
}

/** The first item that an item is derived from (`dimg`). */
function firstSource(reader: Reader, meta: Box, id: number): number {
  const box = need(findBox(reader, meta.at, meta.end, 'iref'), 'iref');
  const wide = reader.u8(box.at) !== 0;
  const idAt = (at: number) => (wide ? reader.u32(at) : reader.u16(at));
  for (const reference of boxesIn(reader, box.at + 4, box.end)) {
    if (reference.type === 'dimg' && idAt(reference.at) === id) return idAt(reference.at + (wide ? 6 : 4));
  }
  throw new HeaderFault('damaged', 'nothing that the primary item is put together of');
}

/** The properties of an item, in the order in which they apply. */
function propertiesOf(reader: Reader, meta: Box, id: number): readonly Box[] {
  const list = need(boxAt(reader, meta, ['iprp', 'ipco']), 'ipco');
  const all = [...boxesIn(reader, list.at, list.end)];
  const links = need(boxAt(reader, meta, ['iprp', 'ipma']), 'ipma');
  return associations(reader, links, id).flatMap((index) => all[index - 1] ?? []);
}

/** Numbers, from 1, of an item's properties. Number 0 means none. */
function associations(reader: Reader, box: Box, id: number): readonly number[] {
  const [wideIds, wideNumbers] = [reader.u8(box.at) !== 0, (reader.u8(box.at + 3) & 1) === 1];
  const items = reader.u32(box.at + 4);
  let at = box.at + 8;
  for (let item = 0; item < items; item += 1) {
    const own = wideIds ? reader.u32(at) : reader.u16(at);
    at += wideIds ? 4 : 2;
    const count = reader.u8(at);
    at += 1;
    if (own === id) {
      return Array.from({ length: count }, (_, index) =>
        wideNumbers ? reader.u16(at + index * 2) & 0x7fff : reader.u8(at + index) & 0x7f,
      );
    }
    at += count * (wideNumbers ? 2 : 1);
  }
  return [];
}

function need(box: Box | undefined, type: string): Box {
  if (box === undefined) throw new HeaderFault('damaged', `no ${type}`);
  return box;
}
