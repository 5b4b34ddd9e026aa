import fc from 'fast-check';
import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { encodeMask, maskOf } from '#client/mask/mask.ts';

const side = fc.integer({ min: 1, max: 40 });
const value = fc.float({ min: -4, max: 4, noNaN: true });

describe('the mask of logits', () => {
  it('interpolates between the middles of four cells and cuts at 0, bit for bit', () => {
    fc.assert(
      fc.property(
        side,
        side,
        side,
        side,
        fc.array(value, { minLength: 1 }),
        (columns, rows, width, height, values) => {
          const field = Float32Array.from(
            { length: columns * rows },
            (_, i) => values[i % values.length] ?? 0,
          );
          const at = (column: number, row: number) =>
            field[Math.min(rows - 1, row) * columns + Math.min(columns - 1, column)] ?? 0;
          const expected = Uint8Array.from({ length: width * height }, (_, i) => {
            const [x, across] = cellBefore(i % width, width, columns);
            const [y, down] = cellBefore(Math.floor(i / width), height, rows);
            const line = (column: number) =>
              Math.fround(at(column, y) + down * (at(column, y + 1) - at(column, y)));
            return line(x) + across * (line(x + 1) - line(x)) > 0 ? 255 : 0;
          });

          expect(maskOf({ columns, rows, values: field }, { width, height })).toEqual({
            width,
            height,
            data: expected,
          });
        },
      ),
    );
  });
});

function cellBefore(pixel: number, pixels: number, cells: number): readonly [cell: number, share: number] {
  const at = Math.min(cells - 1, Math.max(0, ((pixel + 0.5) * cells) / pixels - 0.5));
  return [Math.floor(at), at - Math.floor(at)];
}

describe('a mask as PNG', () => {
  it('is 8-bit gray, 255 on the object', () => {
    const data = Uint8Array.of(0, 255, 255, 0, 0, 255);

    const png = decode(encodeMask({ width: 3, height: 2, data }));

    expect(png).toMatchObject({ width: 3, height: 2, channels: 1, depth: 8 });
    expect(Array.from(png.data)).toEqual(Array.from(data));
  });
});
