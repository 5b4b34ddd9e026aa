import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exifBlock, rawJpeg, segment } from '#test/unit/tasks/support/pictures.ts';
import { text, tiffFile } from './support/containers.ts';
import { codesWhenCut, inspected, orientation, refusal, side } from './support/inspection.ts';

const noise = fc.uint8Array({ maxLength: 300 });
const withSegments = (jpeg: Buffer, ...segments: Buffer[]) =>
  Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)]);

describe('a JPEG', () => {
  it('has the size and orientation in its header, with any bytes before and after the pixels', () => {
    fc.assert(
      fc.property(side, side, orientation, fc.boolean(), noise, (width, height, turn, little, bytes) => {
        const jpeg = withSegments(
          rawJpeg({ width, height, exif: exifBlock(turn, little) }),
          segment(0xfe, Buffer.from(bytes)),
        );

        expect(inspected(Buffer.concat([jpeg, bytes]))).toEqual({
          format: 'jpeg',
          width,
          height,
          orientation: turn,
        });
      }),
    );
  });

  it.each([
    ['baseline', 0xc0],
    ['extended', 0xc1],
    ['progressive', 0xc2],
    ['lossless', 0xc3],
    ['arithmetic', 0xc9],
    ['arithmetic progressive', 0xca],
  ])('may be %s', (_, frame) => {
    expect(inspected(rawJpeg({ width: 70, height: 64, frame }))).toMatchObject({ width: 70, height: 64 });
  });

  it.each([
    ['CMYK', { channels: 4 }],
    ['gray', { channels: 1 }],
  ])('may be %s', (_, shape) => {
    expect(inspected(rawJpeg({ width: 70, height: 64, ...shape }))).toMatchObject({ width: 70, height: 64 });
  });

  it.each([
    ['12 bits', { depth: 12, frame: 0xc1 }],
    ['hierarchical', { frame: 0xc5 }],
    ['hierarchical', { frame: 0xce }],
    ['JPEG-LS', { frame: 0xf7 }],
  ])('is refused when the decoder does not read its kind: %s', (name, shape) => {
    const jpeg = withSegments(rawJpeg({ width: 70, height: 64, ...shape }), segment(0xe8, text('spiff')));

    expect(inspected(jpeg)).toBe('PhotoFormatUnknown');
    expect(refusal(jpeg)).toContain(name);
  });

  it('is turned by an orientation of type LONG', () => {
    const exif = tiffFile({ little: false, entries: [{ tag: 0x0112, type: 4, value: 8 }] });

    expect(inspected(rawJpeg({ width: 70, height: 64, exif }))).toMatchObject({ orientation: 8 });
  });

  it.each([0, 9, 65_535])('is upright with the orientation %i', (value) => {
    const exif = tiffFile({ entries: [{ tag: 0x0112, value }] });

    expect(inspected(rawJpeg({ width: 70, height: 64, exif }))).toMatchObject({ orientation: 1 });
  });

  it('is upright with EXIF data that makes no sense', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.boolean(), (bytes, little) => {
        const exif = Buffer.concat([text(little ? 'II*\0' : 'MM\0*'), bytes]);
        const header = inspected(rawJpeg({ width: 70, height: 64, exif }));

        expect(header).toMatchObject({ width: 70, height: 64 });
        expect(header).toHaveProperty(
          'orientation',
          expect.toSatisfy((turn) => turn >= 1 && turn <= 8),
        );
      }),
    );
  });

  it('is not turned by XMP', () => {
    const xmp = segment(
      0xe1,
      text('http://ns.adobe.com/xap/1.0/\0<x:xmpmeta><rdf:Description tiff:Orientation="6"/></x:xmpmeta>'),
    );

    expect(inspected(withSegments(rawJpeg({ width: 70, height: 64 }), xmp))).toMatchObject({
      orientation: 1,
    });
  });

  it('has the size of the first of several pictures (MPO)', () => {
    const [first, second] = [rawJpeg({ width: 70, height: 64 }), rawJpeg({ width: 16, height: 16 })];
    const index = segment(0xe2, Buffer.concat([text('MPF\0'), tiffFile({ entries: [] })]));

    expect(inspected(Buffer.concat([withSegments(first, index), second]))).toMatchObject({
      width: 70,
      height: 64,
    });
  });

  it('does not have the size of the preview in its EXIF data', () => {
    const exif = Buffer.concat([exifBlock(6), rawJpeg({ width: 16, height: 16 })]);

    expect(inspected(rawJpeg({ width: 70, height: 64, exif }))).toMatchObject({ width: 70, orientation: 6 });
  });

  it.each([
    ['fill bytes before a marker', [0xff, 0xff, 0xff]],
    ['stray bytes before a marker', [0xff, 0xfe, 0, 2, 1, 2, 0xff, 0]],
    ['a restart', [0xff, 0xd0]],
  ])('may have %s', (_, bytes) => {
    expect(inspected(withSegments(rawJpeg({ width: 70, height: 64 }), Buffer.from(bytes)))).toMatchObject({
      width: 70,
    });
  });

  it('is incomplete wherever it is cut before its pixels', () => {
    const jpeg = rawJpeg({ width: 64, height: 64, exif: exifBlock(1) });

    expect(codesWhenCut(jpeg, 3, jpeg.length - 14)).toEqual(new Set(['PhotoTruncated']));
  });

  it.each([
    ['without a height', rawJpeg({ width: 64, height: 0 })],
    ['without a width', rawJpeg({ width: 0, height: 64 })],
    ['without a frame', Buffer.from([0xff, 0xd8, 0xff, 0xda, 0, 2, 1, 2, 3])],
    ['with an empty segment', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 1, 1, 2, 3])],
    ['of nothing but markers', Buffer.alloc(200_002, Buffer.from([0xff, 0xd8]))],
  ])('is damaged %s', (_, jpeg) => {
    expect(inspected(jpeg)).toBe('PhotoDamaged');
  });
});
