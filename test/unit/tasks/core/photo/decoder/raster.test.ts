import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Canvas, shrinkFactor } from '#tasks/core/photo/decoder/raster.ts';

interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

const pictures: fc.Arbitrary<Picture> = fc
  .record({ width: fc.integer({ min: 1, max: 20 }), height: fc.integer({ min: 1, max: 20 }) })
  .chain(({ width, height }) =>
    fc
      .uint8Array({ minLength: width * height * 3, maxLength: width * height * 3 })
      .map((data) => ({ width, height, data })),
  );

/** Draws a picture in tiles, each row of which ends with bytes that do not belong to it. */
function drawn({ width, height, data }: Picture, tile: number, factor: number): Uint8Array {
  const canvas = new Canvas({ width, height }, 3, factor);
  for (let top = 0; top < height; top += tile) {
    for (let left = 0; left < width; left += tile) {
      const stride = tile * 3 + 2;
      const part = new Uint8Array(stride * tile).fill(77);
      for (let y = 0; y < Math.min(tile, height - top); y += 1) {
        const from = ((top + y) * width + left) * 3;
        part.set(data.subarray(from, from + Math.min(tile, width - left) * 3), y * stride);
      }
      canvas.draw({ data: part, stride, width: tile, height: tile }, left, top);
    }
  }
  return canvas.finish().data;
}

describe('a canvas', () => {
  it('holds what is drawn, in tiles of any size', () => {
    fc.assert(
      fc.property(pictures, fc.integer({ min: 1, max: 9 }), (picture, tile) => {
        expect(drawn(picture, tile, 1)).toEqual(picture.data);
      }),
    );
  });

  it('shrinks by averages, in tiles of any size', () => {
    fc.assert(
      fc.property(
        pictures,
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 2, max: 5 }),
        (picture, tile, factor) => {
          expect(drawn(picture, tile, factor)).toEqual(averages(picture, factor));
        },
      ),
    );
  });

  it('leaves out what lies above and left of it', () => {
    const canvas = new Canvas({ width: 2, height: 1 }, 3, 1);
    canvas.draw(
      { data: Uint8Array.from({ length: 18 }, (_, at) => at), stride: 9, width: 3, height: 2 },
      -1,
      -1,
    );

    expect([...canvas.finish().data]).toEqual([12, 13, 14, 15, 16, 17]);
  });
});

function averages({ width, height, data }: Picture, factor: number): Uint8Array {
  const [across, down] = [Math.floor(width / factor), Math.floor(height / factor)];
  const result = new Uint8Array(across * down * 3);
  for (let at = 0; at < result.length; at += 1) {
    const [band, x, y] = [at % 3, Math.floor(at / 3) % across, Math.floor(at / 3 / across)];
    let sum = 0;
    for (let dy = 0; dy < factor; dy += 1) {
      for (let dx = 0; dx < factor; dx += 1) {
        sum += data[((y * factor + dy) * width + x * factor + dx) * 3 + band] ?? 0;
      }
    }
    result[at] = Math.round(sum / factor ** 2);
  }
  return result;
}

describe('the factor of a shrunk picture', () => {
  it.each([
    [4_032, 1],
    [8_064, 1],
    [8_192, 2],
    [16_320, 3],
    [100_000, 16],
  ])('of %i pixels is %i', (side, factor) => {
    expect(shrinkFactor(side, 100, 4_096)).toBe(factor);
  });
});
