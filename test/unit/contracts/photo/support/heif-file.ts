import { box, fullBox, text, u16, u32 } from './containers.ts';

export interface HeifShape {
  readonly width: number;
  readonly height: number;
  readonly brand?: string;
  /** Item type of the pixels. */
  readonly codec?: string;
  /** Quarter turns counterclockwise. */
  readonly turns?: number;
  /** Axis of mirroring. */
  readonly mirror?: number;
  /** Size after cropping. */
  readonly crop?: { readonly width: number; readonly height: number };
  /** Number of the colours' primaries in ITU-T H.273. */
  readonly primaries?: number;
  /** The primary item is a grid of items with the codec. */
  readonly grid?: boolean;
  /** 32-bit item ids and 16-bit property numbers. */
  readonly wide?: boolean;
  /** Before `meta`, as video programs write it. */
  readonly before?: readonly Uint8Array[];
}

const primary = 7;
const tile = 3;

/** A HEIF or AVIF with a small item before the primary one, whose size must not count. */
export function heifFile(shape: HeifShape): Buffer {
  const { brand = 'heic', before = [] } = shape;
  return Buffer.concat([
    box('ftyp', text(brand), u32(0), text('mif1'), text(brand)),
    ...before,
    metaBox(shape),
    box('mdat', Buffer.alloc(16, 0x55)),
  ]);
}

function metaBox(shape: HeifShape): Buffer {
  const { codec = 'hvc1', grid = false, wide = false } = shape;
  const id = (value: number) => (wide ? u32(value) : u16(value));
  const item = (number: number, type: string) =>
    fullBox('infe', wide ? 3 : 2, 0, id(number), u16(0), text(type), text('\0'));
  return fullBox(
    'meta',
    0,
    0,
    fullBox('hdlr', 0, 0, u32(0), text('pict'), Buffer.alloc(13)),
    fullBox('pitm', wide ? 1 : 0, 0, id(primary)),
    fullBox('iinf', 0, 0, u16(2), item(tile, codec), item(primary, grid ? 'grid' : codec)),
    ...(grid ? [fullBox('iref', wide ? 1 : 0, 0, box('dimg', id(primary), u16(1), id(tile)))] : []),
    box('iprp', ...properties(shape, id)),
  );
}

function properties(shape: HeifShape, id: (value: number) => Buffer): Buffer[] {
  const { width, height, turns, mirror, crop, primaries, wide = false } = shape;
  const own = [
    fullBox('ispe', 0, 0, u32(width, height)),
    ...(primaries === undefined ? [] : [box('colr', text('nclx'), u16(primaries, 13, 0))]),
    ...(crop ? [box('clap', u32(crop.width, 1, crop.height, 1, 0, 1, 0, 1))] : []),
    ...(turns === undefined ? [] : [box('irot', Buffer.from([turns]))]),
    ...(mirror === undefined ? [] : [box('imir', Buffer.from([mirror]))]),
  ];
  const list = [fullBox('ispe', 0, 0, u32(512, 512)), ...own];
  const number = (value: number) => (wide ? u16(value | 0x8000) : Buffer.from([value | 0x80]));
  const link = (item: number, numbers: readonly number[]) =>
    Buffer.concat([id(item), Buffer.from([numbers.length]), ...numbers.map(number)]);
  const links = [
    link(tile, [1]),
    link(
      primary,
      own.map((_, index) => index + 2),
    ),
  ];
  return [box('ipco', ...list), fullBox('ipma', wide ? 1 : 0, wide ? 1 : 0, u32(2), ...links)];
}
