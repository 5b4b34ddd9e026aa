import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunk, exifBlock, rawPng } from '#test/unit/tasks/support/pictures.ts';
import { codesWhenCut, inspected, orientation } from './support/inspection.ts';

const side = fc.integer({ min: 1, max: 0x7fff_ffff });
const rows = new Uint8Array(9);
const end = 12;

describe('a PNG', () => {
  it('has the size in its header and the orientation of eXIf, before or after its pixels', () => {
    fc.assert(
      fc.property(side, side, orientation, fc.boolean(), (width, height, turn, before) => {
        const exif = chunk('eXIf', exifBlock(turn));
        const png = rawPng({ width, height, rows, extra: before ? [exif] : [] });
        const parts = before ? [png] : [png.subarray(0, -end), exif, png.subarray(-end)];

        expect(inspected(Buffer.concat(parts))).toEqual({ format: 'png', width, height, orientation: turn });
      }),
    );
  });

  it.each([
    ['palette', { colour: 3, extra: [chunk('PLTE', Buffer.alloc(3))] }],
    ['16 bits', { depth: 16, colour: 2 }],
    ['1 bit', { depth: 1 }],
    ['gray with alpha', { colour: 4 }],
    ['RGB with alpha', { colour: 6 }],
    ['interlaced', { interlace: 1 }],
    ['animated', { extra: [chunk('acTL', Buffer.alloc(8)), chunk('fcTL', Buffer.alloc(26))] }],
  ])('may be of any kind: %s', (_, shape) => {
    expect(inspected(rawPng({ width: 70, height: 64, ...shape }))).toMatchObject({ width: 70, height: 64 });
  });

  it.each([
    ['with the primaries of Display P3', 12, { displayP3: true }],
    ['with other primaries', 1, {}],
  ])('says whether it is in Display P3: %s', (_, primaries, expected) => {
    const cicp = chunk('cICP', Buffer.from([primaries, 13, 0, 1]));
    const header = { format: 'png', width: 70, height: 64, orientation: 6, ...expected };

    expect(inspected(rawPng({ width: 70, height: 64, extra: [cicp, chunk('eXIf', exifBlock(6))] }))).toEqual(
      header,
    );
  });

  it('may have bytes after its end', () => {
    const png = Buffer.concat([rawPng({ width: 70, height: 64 }), Buffer.from('anything')]);

    expect(inspected(png)).toMatchObject({ width: 70 });
  });

  it('is incomplete wherever it is cut before the end of its pixels', () => {
    const png = rawPng({ width: 64, height: 64, extra: [chunk('eXIf', exifBlock(6))] });

    expect(codesWhenCut(png, 8, png.length - end - 4)).toEqual(new Set(['PhotoTruncated']));
  });

  it.each([
    ['an unknown colour type', rawPng({ width: 64, height: 64, colour: 5 })],
    ['a depth that its colour type does not allow', rawPng({ width: 64, height: 64, colour: 2, depth: 4 })],
    ['an unknown interlacing', rawPng({ width: 64, height: 64, interlace: 2 })],
    ['no width', rawPng({ width: 0, height: 64 })],
    ['no IHDR at its start', rawPng({ width: 64, height: 64 }).fill(0x41, 12, 16)],
  ])('is damaged with %s', (_, png) => {
    expect(inspected(png)).toBe('PhotoDamaged');
  });
});
