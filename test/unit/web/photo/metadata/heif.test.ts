import { describe, expect, it } from 'vitest';
import { box, fullBox, text, u16, u32 } from '#test/unit/contracts/photo/support/containers.ts';
import { stripHeif } from '#web/photo/metadata/heif.ts';
import { camera, headerOf, makers, photo, pixelsOf } from './support/photos.ts';

const note = Buffer.concat([u32(0), text('MM\0*'), u32(8), text(camera.padEnd(40))]);
const pixels = Buffer.alloc(16, 0x55);

interface Shape {
  readonly version: number;
  readonly type?: string;
  /** The note lies in `idat`. */
  readonly inside?: boolean;
  readonly end?: readonly Uint8Array[];
}

/** A HEIC with a picture (item 1) and a note (item 2), each in `mdat` unless told otherwise. */
function file({ version, type = 'Exif', inside = false, end = [] }: Shape): Buffer {
  const head = box('ftyp', text('heic'), u32(0), text('mif1heic'));
  const meta = (start: number) => {
    const place = (id: number, method: number, at: number, length: number) =>
      Buffer.concat([
        version < 2 ? u16(id) : u32(id),
        ...(version === 0 ? [] : [u16(method)]),
        u16(0, 1),
        u32(at, length),
      ]);
    const noteAt = inside ? place(2, 1, 0, note.length) : place(2, 0, start + pixels.length, note.length);
    return fullBox(
      'meta',
      0,
      0,
      fullBox('pitm', 0, 0, u16(1)),
      fullBox('iinf', 0, 0, u16(2), item(1, 'hvc1'), item(2, type)),
      fullBox(
        'iloc',
        version,
        0,
        Buffer.from([0x44, 0]),
        version < 2 ? u16(2) : u32(2),
        place(1, 0, start, pixels.length),
        noteAt,
      ),
      box('iprp', box('ipco', fullBox('ispe', 0, 0, u32(24, 16))), links()),
      ...(inside ? [box('idat', note)] : []),
    );
  };
  const data = box('mdat', pixels, ...(inside ? [] : [note]));
  const start = head.length + meta(0).length + 8;
  return Buffer.concat([head, meta(start), data, ...end]);
}

function item(id: number, type: string): Buffer {
  return fullBox('infe', 2, 0, u16(id, 0), text(`${type}\0`));
}

function links(): Buffer {
  return fullBox('ipma', 0, 0, u32(1), u16(1), Buffer.from([1, 1]));
}

describe('stripHeif', () => {
  it.each([
    ['EXIF', { version: 0 }],
    ['EXIF, found by 16-bit ids,', { version: 1 }],
    ['EXIF, found by 32-bit ids,', { version: 2 }],
    ['EXIF beside the list of items', { version: 1, inside: true }],
    ['XMP', { version: 0, type: 'mime' }],
  ])('blanks %s in place', (_, shape) => {
    const bytes = file(shape);

    const stripped = stripHeif(bytes);

    expect(Buffer.from(stripped).includes(camera)).toBe(false);
    expect(stripped).toHaveLength(bytes.length);
    expect(Buffer.from(stripped).includes(pixels)).toBe(true);
    expect(headerOf(stripped)).toEqual(headerOf(bytes));
  });

  it('leaves EXIF that readers can open', () => {
    const stripped = Buffer.from(stripHeif(file({ version: 0 })));

    expect(stripped.subarray(-note.length + 4, -note.length + 12)).toEqual(
      Buffer.concat([text('MM\0*'), u32(8)]),
    );
  });

  it('blanks notes and videos after the picture, and leaves out what is no box', () => {
    const video = box('mpvd', text(camera));
    const end = [video, box('uuid', Buffer.alloc(16), text(camera)), Buffer.from([0, 0, 0, 1])];

    const stripped = Buffer.from(stripHeif(file({ version: 0, end })));

    expect(stripped.includes(camera)).toBe(false);
    expect(stripped.includes('mpvd')).toBe(false);
    expect(headerOf(stripped)).toEqual(headerOf(file({ version: 0 })));
  });

  it('blanks the place of a sequence and of its tracks', () => {
    const film = box('moov', box('udta', text(camera)), box('trak', box('meta', text(camera))));

    const stripped = Buffer.from(stripHeif(file({ version: 0, end: [film] })));

    expect(stripped.includes(camera)).toBe(false);
    expect(stripped.includes('trak')).toBe(true);
  });

  it('keeps the pixels of an AVIF with a video behind it', async () => {
    const plain = await makers.avif(photo(1));

    const stripped = stripHeif(Buffer.concat([plain, box('mpvd', text(camera))]));

    expect(Buffer.from(stripped).includes(camera)).toBe(false);
    expect(await pixelsOf(stripped)).toEqual(await pixelsOf(plain));
  });
});
