import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { text, u16le, u32le } from './support/containers.ts';
import { codesWhenCut, inspected, side } from './support/inspection.ts';

function bmp(width: number, height: number, length = 40): Buffer {
  const header = Buffer.concat([u32le(length), length === 12 ? u16le(width, height) : u32le(width, height)]);
  const rest = Buffer.alloc(length - header.length);
  return Buffer.concat([text('BM'), u32le(0, 0, 14 + length), header, rest, text('pixels')]);
}

describe('a BMP', () => {
  it('has the size in its header, of any kind', () => {
    fc.assert(
      fc.property(side, side, fc.constantFrom(12, 16, 40, 52, 56, 64, 108, 124), (width, height, length) => {
        expect(inspected(bmp(width, height, length))).toEqual({
          format: 'bmp',
          width,
          height,
          orientation: 1,
        });
      }),
    );
  });

  it('may have its rows from top to bottom', () => {
    expect(inspected(bmp(70, -64))).toMatchObject({ width: 70, height: 64 });
  });

  it('is incomplete wherever its header is cut', () => {
    expect(codesWhenCut(bmp(70, 64), 18, 54)).toEqual(new Set(['PhotoTruncated']));
  });

  it.each([
    ['no height', bmp(70, 0)],
    ['a negative width', bmp(-70, 64)],
  ])('is damaged with %s', (_, bytes) => {
    expect(inspected(bytes)).toBe('PhotoDamaged');
  });

  it('is more than its two letters', () => {
    expect(inspected(text('BMW is a maker of cars and motorcycles.'))).toBe('PhotoNotAnImage');
  });
});
