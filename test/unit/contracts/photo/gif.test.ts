import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { text, u16le } from './support/containers.ts';
import { codesWhenCut, inspected, side } from './support/inspection.ts';

const screen = (width: number, height: number, flags = 0, version = '89a') =>
  Buffer.concat([text(`GIF${version}`), u16le(width, height), Buffer.from([flags, 0, 0])]);
const picture = (width: number, height: number) =>
  Buffer.concat([Buffer.from([0x2c]), u16le(0, 0, width, height), Buffer.from([0, 2, 1, 0x44, 0, 0x3b])]);
const comment = Buffer.from([0x21, 0xfe, 3, 1, 2, 3, 1, 9, 0]);

describe('a GIF', () => {
  it('has the size of its screen, whatever lies before its first picture', () => {
    fc.assert(
      fc.property(side, side, fc.integer({ min: 0, max: 7 }), fc.boolean(), (width, height, bits, old) => {
        const colours = Buffer.alloc(3 * 2 ** (bits + 1));
        const start = screen(width, height, 0x80 | bits, old ? '87a' : '89a');
        const gif = Buffer.concat([start, colours, comment, comment, picture(1, 1)]);

        expect(inspected(gif)).toEqual({ format: 'gif', width, height, orientation: 1 });
      }),
    );
  });

  it.each([
    ['empty', screen(0, 0)],
    ['too small', screen(32, 32)],
  ])('has the size of its first picture when its screen is %s', (_, start) => {
    expect(inspected(Buffer.concat([start, picture(70, 64)]))).toMatchObject({ width: 70, height: 64 });
  });

  it('is incomplete wherever it is cut before its first picture', () => {
    const gif = Buffer.concat([screen(70, 64), comment, picture(70, 64)]);

    expect(codesWhenCut(gif, 6, screen(1, 1).length + comment.length)).toEqual(new Set(['PhotoTruncated']));
  });

  it('is damaged without a picture', () => {
    expect(inspected(Buffer.concat([screen(70, 64), Buffer.from([0x3b])]))).toBe('PhotoDamaged');
  });
});
