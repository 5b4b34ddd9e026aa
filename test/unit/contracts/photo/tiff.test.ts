import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tiffFile } from './support/containers.ts';
import { codesWhenCut, inspected, orientation, refusal, side } from './support/inspection.ts';

const size = (width: number, height: number, type = 3) => [
  { tag: 0x0100, type, value: width },
  { tag: 0x0101, type, value: height },
];

describe('a TIFF', () => {
  it('has the size and orientation of its first directory, in both byte orders, with 32 or 64 bits', () => {
    const type = fc.constantFrom(3, 4);
    fc.assert(
      fc.property(
        side,
        side,
        orientation,
        fc.boolean(),
        fc.boolean(),
        type,
        (width, height, turn, little, big, type) => {
          const entries = [...size(width, height, type), { tag: 0x0112, type, value: turn }];

          expect(inspected(tiffFile({ little, big, entries }))).toEqual({
            format: 'tiff',
            width,
            height,
            orientation: turn,
          });
        },
      ),
    );
  });

  it('is incomplete wherever it is cut before the end of its size', () => {
    const tiff = tiffFile({ entries: size(70, 64) });

    expect(codesWhenCut(tiff, 4, tiff.length - 6)).toEqual(new Set(['PhotoTruncated']));
  });

  it.each([
    ['no size', [{ tag: 0x0112, value: 1 }]],
    ['no width', size(0, 64)],
    ['a size that is a text', size(70, 64, 2)],
  ])('is damaged with %s', (_, entries) => {
    expect(inspected(tiffFile({ entries }))).toBe('PhotoDamaged');
  });

  it.each([
    ['a DNG', tiffFile({ entries: [...size(70, 64), { tag: 0xc612, type: 4, value: 1 }] }), 'DNG'],
    [
      'the pixels of a sensor',
      tiffFile({ entries: [...size(70, 64), { tag: 0x0106, value: 32_803 }] }),
      'raw',
    ],
    [
      'the pixels of a sensor in a second directory',
      tiffFile({ entries: size(70, 64), sub: [{ tag: 0x0106, value: 32_803 }] }),
      'raw',
    ],
  ])('is refused as a camera raw file: %s', (_, bytes, name) => {
    expect(inspected(bytes)).toBe('PhotoFormatUnknown');
    expect(refusal(bytes)).toContain(name);
  });

  it.each([
    ['compression', [{ tag: 0x0103, value: 34_925 }]],
    ['12 bits', [{ tag: 0x0102, value: 12 }]],
    ['signed', [{ tag: 0x0153, value: 2 }]],
    ['CIELAB', [{ tag: 0x0106, value: 8 }]],
    [
      'tiles',
      [
        { tag: 0x011c, value: 2 },
        { tag: 0x0142, value: 64 },
      ],
    ],
  ])('is refused when the decoder does not read its kind: %s', (name, entries) => {
    const bytes = tiffFile({ entries: [...size(70, 64), ...entries] });

    expect(inspected(bytes)).toBe('PhotoFormatUnknown');
    expect(refusal(bytes)).toContain(name);
  });

  it.each([
    ['LZW', [{ tag: 0x0103, value: 5 }]],
    ['16 bits', [{ tag: 0x0102, value: 16 }]],
    [
      'floating point',
      [
        { tag: 0x0102, value: 32 },
        { tag: 0x0153, value: 3 },
      ],
    ],
    ['CMYK', [{ tag: 0x0106, value: 5 }]],
    [
      'tiles',
      [
        { tag: 0x011c, value: 1 },
        { tag: 0x0142, value: 64 },
      ],
    ],
    ['separate colours', [{ tag: 0x011c, value: 2 }]],
  ])('may be of the usual kinds: %s', (_, entries) => {
    expect(inspected(tiffFile({ entries: [...size(70, 64), ...entries] }))).toMatchObject({ width: 70 });
  });

  it('may have a second directory', () => {
    const pyramid = tiffFile({ entries: size(70, 64), sub: [...size(35, 32), { tag: 0x0106, value: 2 }] });

    expect(inspected(pyramid)).toMatchObject({ width: 70, height: 64 });
  });
});
