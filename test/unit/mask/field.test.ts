import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Edges } from '#client/mask/preview/edges.ts';
import { fieldOf, fieldsOf, maskOf } from '#client/mask/preview/field.ts';
import { rays } from '#client/mask/preview/polar.ts';

const side = fc.integer({ min: 1, max: 40 });
const value = fc.float({ min: -4, max: 4, noNaN: true });

describe('a mask of a field', () => {
  it('is bit for bit the field between the middles of four cells, cut at 0', () => {
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

          expect(maskOf({ columns, rows }, field, { width, height })).toEqual({
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

describe('the field of an outline', () => {
  const grid = { columns: 24, rows: 16, cellWidth: 25, cellHeight: 20 };
  const none = new Float32Array();
  const edges: Edges = {
    ...grid,
    cell: 25,
    width: 600,
    height: 320,
    xx: none,
    xy: none,
    yy: none,
    typical: 1,
  };

  it('says of each cell how far inside the outline it is, wherever the centre lies', () => {
    fc.assert(
      fc.property(
        fc.record({
          x: fc.double({ min: 0, max: 600, noNaN: true }),
          y: fc.double({ min: 0, max: 320, noNaN: true }),
        }),
        fc.array(fc.float({ min: 0, max: 400, noNaN: true }), { minLength: rays, maxLength: rays }),
        (centre, radii) => {
          const outline = { ...centre, radii: Float32Array.from(radii), score: 1 };
          const other = { radii: outline.radii.map((radius) => radius / 2) };

          const [field] = fieldsOf(edges, centre, [outline, other]);

          const expected = Float32Array.from({ length: 24 * 16 }, (_, i) => {
            const [dx, dy] = [((i % 24) + 0.5) * 25 - centre.x, (Math.floor(i / 24) + 0.5) * 20 - centre.y];
            const turn = (Math.atan2(dy, dx) / (2 * Math.PI) + 1) * rays;
            const [ray, share] = [Math.floor(turn), turn - Math.floor(turn)];
            const radius = (radii[ray % rays] ?? 0) * (1 - share) + (radii[(ray + 1) % rays] ?? 0) * share;
            return radius - Math.hypot(dx, dy);
          });
          expect(field).toEqual(expected);
          expect(fieldOf(edges, outline)).toEqual(expected);
        },
      ),
    );
  });
});
