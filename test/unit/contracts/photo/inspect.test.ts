import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { uprightSize } from '#contracts/photo/header.ts';
import { inspectPhoto } from '#contracts/photo/inspect.ts';
import { exifBlock, rawJpeg, rawPng } from '#test/unit/tasks/support/pictures.ts';
import { riff, riffChunk, text, tiffFile } from './support/containers.ts';
import { heifFile } from './support/heif-file.ts';
import { noLimits } from './support/inspection.ts';

const limits = { maxBytes: 64_000_000, maxPixels: 256_000_000, minSide: 64, maxAspect: 30 };
const photo = (width: number, height: number) => rawPng({ width, height, rows: new Uint8Array(9) });
const problem = (bytes: Uint8Array, changed: Partial<typeof limits> = {}) => {
  const inspection = inspectPhoto(bytes, { ...limits, ...changed });
  return 'problem' in inspection ? inspection.problem : undefined;
};

describe('the limits of a photo', () => {
  it.each([
    ['the shortest side', 64, 64],
    ['the most pixels', 16_000, 16_000],
    ['the longest aspect', 64, 1_920],
  ])('accept %s', (_, width, height) => {
    expect(problem(photo(width, height))).toBeUndefined();
  });

  it.each([
    ['PhotoTooSmall', 63, 640, '63 × 640'],
    ['PhotoTooManyPixels', 60_000, 60_000, '3600 megapixels. The limit is 256.'],
    ['PhotoAspect', 64, 1_921, '30 times'],
    ['PhotoAspect', 1_921, 64, '1921 × 64'],
  ])('reject with %s', (code, width, height, words) => {
    expect(problem(photo(width, height))).toMatchObject({ code, message: expect.stringContaining(words) });
  });

  it('count bytes of what is a photo', () => {
    const maxBytes = 20;

    expect(problem(photo(70, 64), { maxBytes })?.code).toBe('PhotoTooLarge');
    expect(problem(text('%PDF-1.7 and more than 20 bytes'), { maxBytes })?.code).toBe('PhotoFormatUnknown');
  });

  it('name the size as it is shown', () => {
    const jpeg = rawJpeg({ width: 640, height: 32, exif: exifBlock(6) });

    expect(problem(jpeg)?.message).toContain('32 × 640');
  });
});

it('says what to do about an empty file', () => {
  expect(problem(new Uint8Array())).toEqual({
    code: 'PhotoNotAnImage',
    message: expect.stringContaining('This file is empty.'),
  });
});

describe('orientation', () => {
  it.each([1, 2, 3, 4])('%i keeps width and height', (orientation) => {
    expect(uprightSize({ width: 3, height: 2, orientation })).toEqual({ width: 3, height: 2 });
  });

  it.each([5, 6, 7, 8])('%i swaps width and height', (orientation) => {
    expect(uprightSize({ width: 3, height: 2, orientation })).toEqual({ width: 2, height: 3 });
  });
});

describe('any bytes', () => {
  const photos = [
    rawJpeg({ width: 70, height: 64, exif: exifBlock(6) }),
    photo(70, 64),
    riff(riffChunk('VP8X', Buffer.alloc(10, 1)), riffChunk('EXIF', exifBlock(3))),
    text('GIF89a\x46\0\x40\0\0\0\0!\xfe\x03abc\0,\0\0\0\0\x46\0\x40\0\0'),
    tiffFile({
      entries: [
        { tag: 256, value: 70 },
        { tag: 257, value: 64 },
      ],
      sub: [{ tag: 262, value: 2 }],
    }),
    tiffFile({
      big: true,
      little: false,
      entries: [
        { tag: 256, value: 70 },
        { tag: 257, value: 64 },
      ],
    }),
    heifFile({ width: 70, height: 64, grid: true, turns: 1, crop: { width: 60, height: 60 } }),
    Buffer.concat([text('BM'), Buffer.alloc(12), Buffer.from([40]), Buffer.alloc(50, 1)]),
  ];
  const reasonOrSize = (bytes: Uint8Array) => {
    const inspection = inspectPhoto(bytes, noLimits);
    if ('problem' in inspection) return /^Photo/.test(inspection.problem.code);
    const { width, height } = inspection.header;
    return Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0;
  };

  it('give a size or a reason, and never an exception', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...photos),
        fc.nat(40),
        fc.uint8Array({ maxLength: 200 }),
        (bytes, kept, noise) => reasonOrSize(Buffer.concat([bytes.subarray(0, kept), noise])),
      ),
      { numRuns: 2_000 },
    );
  });

  it('give a size or a reason when bytes of a photo change', () => {
    const change = fc.record({ at: fc.nat(400), value: fc.constantFrom(0, 1, 0x7f, 0x80, 0xff) });
    fc.assert(
      fc.property(
        fc.constantFrom(...photos),
        fc.array(change, { minLength: 1, maxLength: 4 }),
        fc.nat(400),
        (bytes, changes, cut) => {
          const changed = Buffer.from(bytes);
          for (const { at, value } of changes) changed[at % changed.length] = value;

          return reasonOrSize(changed.subarray(0, changed.length - (cut % 8)));
        },
      ),
      { numRuns: 5_000 },
    );
  });

  it.each([
    ['a JPEG of nothing but fill bytes', Buffer.alloc(64_000_000, 0xff).fill(0xd8, 1, 2)],
    ['a JPEG of nothing but markers', Buffer.alloc(64_000_000, Buffer.from([0xff, 0xd8]))],
    [
      'a GIF of nothing but small blocks',
      Buffer.alloc(64_000_000, 1).fill('GIF89a', 0, 6).fill(0x21, 13, 14),
    ],
    [
      'a PNG of nothing but empty chunks',
      Buffer.alloc(64_000_000).fill(photo(70, 64).subarray(0, 33), 0, 33),
    ],
    ['a HEIC of nothing but small boxes', Buffer.alloc(64_000_000, box8()).fill(heifStart(), 0, 24)],
    ['a BigTIFF with as many entries as fit', Buffer.alloc(64_000_000, 0xff).fill(bigTiffStart(), 0, 24)],
  ])('take less than a second in 64 MB: %s', (_, bytes) => {
    const start = process.cpuUsage();

    expect(reasonOrSize(bytes)).toBe(true);
    expect(process.cpuUsage(start).user).toBeLessThan(1_000_000);
  });
});

function box8(): Buffer {
  return Buffer.concat([Buffer.from([0, 0, 0, 8]), text('free')]);
}

function heifStart(): Buffer {
  return heifFile({ width: 70, height: 64 }).subarray(0, 24);
}

function bigTiffStart(): Buffer {
  return Buffer.concat([tiffFile({ big: true, entries: [] }).subarray(0, 16), Buffer.alloc(8, 0x0f)]);
}
