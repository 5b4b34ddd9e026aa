/** Why a header cannot be read. `truncated`: it ends early; `damaged`: it contradicts itself. */
export type Fault = 'truncated' | 'damaged';

/** Ends the reading of a header. `inspectPhoto` turns it into a reason. */
export class HeaderFault extends Error {
  readonly fault: Fault;

  /** @param detail where it broke, for developers */
  constructor(fault: Fault, detail: string) {
    super(detail);
    this.name = 'HeaderFault';
    this.fault = fault;
  }
}

/** Numbers at positions of a file, without copies. Every read past the end throws HeaderFault `truncated`. */
export class Reader {
  readonly bytes: Uint8Array;
  private readonly view: DataView;
  private readonly little: boolean;

  /** @param little the least significant byte comes first */
  constructor(bytes: Uint8Array, little = false) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.little = little;
  }

  get length(): number {
    return this.bytes.length;
  }

  u8(at: number): number {
    return this.view.getUint8(this.within(at, 1));
  }

  u16(at: number): number {
    return this.view.getUint16(this.within(at, 2), this.little);
  }

  u24(at: number): number {
    return this.little
      ? this.u16(at) + this.u8(at + 2) * 0x1_0000
      : this.u8(at) * 0x1_0000 + this.u16(at + 1);
  }

  u32(at: number): number {
    return this.view.getUint32(this.within(at, 4), this.little);
  }

  i32(at: number): number {
    return this.view.getInt32(this.within(at, 4), this.little);
  }

  /** Exact up to 2^53. Larger values are only compared with the length of a file. */
  u64(at: number): number {
    return Number(this.view.getBigUint64(this.within(at, 8), this.little));
  }

  /** Latin-1 text of `length` bytes. */
  text(at: number, length: number): string {
    this.within(at, length);
    return String.fromCharCode(...this.bytes.subarray(at, at + length));
  }

  private within(at: number, length: number): number {
    if (!(at >= 0 && at + length <= this.bytes.length)) {
      throw new HeaderFault('truncated', `${length} bytes at ${at} of ${this.bytes.length}`);
    }
    return at;
  }
}

/** Whether the Latin-1 `text` lies at a position. False past the end. */
export function hasText(bytes: Uint8Array, at: number, text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    if (bytes[at + index] !== text.charCodeAt(index)) return false;
  }
  return true;
}
