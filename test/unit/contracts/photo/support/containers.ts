/** Parts of picture files, so that tests can make valid and broken ones. Pixels are never more than noise. */

/** Big-endian numbers of 2 or 4 bytes. */
export function u16(...values: number[]): Buffer {
  return numbers(values, 2, (buffer, value, at) => buffer.writeUInt16BE(value, at));
}

export function u32(...values: number[]): Buffer {
  return numbers(values, 4, (buffer, value, at) => buffer.writeUInt32BE(value, at));
}

/** Little-endian numbers of 2 or 4 bytes. */
export function u16le(...values: number[]): Buffer {
  return numbers(values, 2, (buffer, value, at) => buffer.writeUInt16LE(value, at));
}

export function u32le(...values: number[]): Buffer {
  return numbers(values, 4, (buffer, value, at) => buffer.writeUInt32LE(value >>> 0, at));
}

export function text(value: string): Buffer {
  return Buffer.from(value, 'latin1');
}

/** A box of an ISO base media file. */
export function box(type: string, ...content: Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  return Buffer.concat([u32(body.length + 8), text(type), body]);
}

/** A box with version and flags. */
export function fullBox(type: string, version: number, flags: number, ...content: Uint8Array[]): Buffer {
  return box(type, u32(version * 0x100_0000 + flags), ...content);
}

/** A chunk of a RIFF file, padded to an even length. */
export function riffChunk(type: string, body: Uint8Array): Buffer {
  return Buffer.concat([text(type), u32le(body.length), body, Buffer.alloc(body.length % 2)]);
}

export function riff(...chunks: Uint8Array[]): Buffer {
  const body = Buffer.concat([text('WEBP'), ...chunks]);
  return Buffer.concat([text('RIFF'), u32le(body.length), body]);
}

/** An entry of a TIFF directory: its type is SHORT (3) or LONG (4) unless given. */
export interface TiffEntry {
  readonly tag: number;
  readonly type?: number;
  readonly value: number;
}

export interface TiffShape {
  readonly little?: boolean;
  readonly big?: boolean;
  readonly entries: readonly TiffEntry[];
  /** Entries of a second directory, which tag 0x014a of the first points to. */
  readonly sub?: readonly TiffEntry[];
}

/** A TIFF without pixels, of either byte order, with 32 or 64 bits. */
export function tiffFile({ little = true, big = false, entries, sub }: TiffShape): Buffer {
  const size = (count: number) => (big ? 16 + count * 20 : 6 + count * 12);
  const first = big ? 16 : 8;
  const own = sub ? [...entries, { tag: 0x014a, type: 4, value: first + size(entries.length + 1) }] : entries;
  const file = Buffer.alloc(first + size(own.length) + (sub ? size(sub.length) : 0));
  file.write(little ? 'II' : 'MM', 0, 'latin1');
  const write = (value: number, at: number, bytes: number) => {
    if (bytes === 8 && little) file.writeBigUInt64LE(BigInt(value), at);
    else if (bytes === 8) file.writeBigUInt64BE(BigInt(value), at);
    else if (little) file.writeUIntLE(value, at, bytes);
    else file.writeUIntBE(value, at, bytes);
  };
  write(big ? 43 : 42, 2, 2);
  if (big) write(8, 4, 2);
  write(first, big ? 8 : 4, big ? 8 : 4);
  const directory = (at: number, list: readonly TiffEntry[]) => {
    write(list.length, at, big ? 8 : 2);
    list.forEach(({ tag, type = 3, value }, index) => {
      const entry = at + (big ? 8 + index * 20 : 2 + index * 12);
      write(tag, entry, 2);
      write(type, entry + 2, 2);
      write(1, entry + 4, big ? 8 : 4);
      write(value, entry + (big ? 12 : 8), type === 3 ? 2 : 4);
    });
  };
  directory(first, own);
  if (sub) directory(first + size(own.length), sub);
  return file;
}

function numbers(
  values: readonly number[],
  bytes: number,
  write: (buffer: Buffer, value: number, at: number) => void,
): Buffer {
  const buffer = Buffer.alloc(values.length * bytes);
  for (const [index, value] of values.entries()) write(buffer, value, index * bytes);
  return buffer;
}
