import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { box, fullBox, text, u16, u32 } from './support/containers.ts';
import { heifFile } from './support/heif-file.ts';
import { codesWhenCut, inspected, refusal } from './support/inspection.ts';

const side = fc.integer({ min: 1, max: 100_000 });

describe('a HEIC or AVIF', () => {
  it('has the size of its primary item, upright by irot and imir, and no orientation', () => {
    fc.assert(
      fc.property(
        fc.record({
          width: side,
          height: side,
          turns: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
          mirror: fc.option(fc.constantFrom(0, 1), { nil: undefined }),
          grid: fc.boolean(),
          wide: fc.boolean(),
          codec: fc.constantFrom('hvc1', 'av01'),
        }),
        (shape) => {
          const { width, height, turns = 0, codec } = shape;
          const upright = turns % 2 === 1 ? { width: height, height: width } : { width, height };

          expect(inspected(heifFile(shape))).toEqual({
            format: codec === 'av01' ? 'avif' : 'heic',
            ...upright,
            orientation: 1,
          });
        },
      ),
    );
  });

  it.each(['heic', 'heix', 'hevc', 'mif1', 'msf1', 'avif', 'avis'])('may have the brand %s', (brand) => {
    expect(inspected(heifFile({ width: 70, height: 64, brand }))).toMatchObject({
      format: 'heic',
      width: 70,
    });
  });

  it('has the size that is left after cropping', () => {
    const shape = { width: 72, height: 64, crop: { width: 70, height: 60 }, turns: 1 };

    expect(inspected(heifFile(shape))).toMatchObject({ width: 60, height: 70 });
  });

  it.each([
    [12, { displayP3: true }],
    [1, {}],
  ])('says whether it is in Display P3: primaries %i', (primaries, expected) => {
    const header = { format: 'heic', width: 70, height: 64, orientation: 1, ...expected };

    expect(inspected(heifFile({ width: 70, height: 64, primaries }))).toEqual(header);
  });

  it('may have other boxes first, one of them with a 64-bit length', () => {
    const long = Buffer.concat([u32(1), text('free'), u32(0, 24), Buffer.alloc(8)]);

    expect(inspected(heifFile({ width: 70, height: 64, before: [long, box('skip')] }))).toMatchObject({
      width: 70,
    });
  });

  it('may have bytes after its end that are no box', () => {
    const heif = Buffer.concat([
      heifFile({ width: 70, height: 64 }),
      Buffer.from([0, 0, 0, 2]),
      text('SEFT'),
    ]);

    expect(inspected(heif)).toMatchObject({ width: 70 });
  });

  it('has the size of its first track when it is a sequence without a primary item', () => {
    const entry = box('hvc1', Buffer.alloc(24), u16(70, 64), Buffer.alloc(50));
    const table = fullBox('stsd', 0, 0, u32(1), entry);
    const track = box('trak', box('mdia', box('minf', box('stbl', table))));
    const sequence = Buffer.concat([box('ftyp', text('hevc'), u32(0), text('msf1')), box('moov', track)]);

    expect(inspected(sequence)).toEqual({ format: 'heic', width: 70, height: 64, orientation: 1 });
  });

  it('is incomplete wherever it is cut', () => {
    const heif = heifFile({ width: 70, height: 64 });
    const pixels = heif.indexOf('mdat') - 4;

    expect(codesWhenCut(heif, 28, pixels)).toEqual(new Set(['PhotoTruncated']));
    expect(codesWhenCut(heif, pixels + 8)).toEqual(new Set(['PhotoTruncated']));
  });

  it('is refused by the name of a codec that we do not take', () => {
    const heif = heifFile({ width: 70, height: 64, brand: 'mif1', codec: 'vvc1' });

    expect(inspected(heif)).toBe('PhotoFormatUnknown');
    expect(refusal(heif)).toContain('vvc1');
  });

  it.each([
    ['no size', heifFile({ width: 0, height: 64 })],
    ['a grid of nothing', heifFile({ width: 70, height: 64, codec: 'grid' })],
    ['no primary item', Buffer.concat([box('ftyp', text('heic'), u32(0)), fullBox('meta', 0, 0)])],
  ])('is damaged with %s', (_, heif) => {
    expect(inspected(heif)).toBe('PhotoDamaged');
  });
});
