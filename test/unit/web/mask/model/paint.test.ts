import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Candidate, Mask } from '#client/mask/index.ts';
import { chosenOf, composeMask, coverageOf } from '#web/mask/model/compose.ts';
import type { Stroke } from '#web/mask/model/drawing.ts';

import { paintStroke } from '#web/mask/model/paint.ts';
import { workingSize } from '#web/mask/model/working-size.ts';

const size = { width: 40, height: 30 };
const coordinate = fc.double({ min: -10, max: 50, noNaN: true });
const strokes: fc.Arbitrary<Stroke> = fc
  .record({
    kind: fc.constantFrom('brush' as const, 'eraser' as const),
    radius: fc.double({ min: 0.5, max: 12, noNaN: true }),
    places: fc.array(fc.tuple(coordinate, coordinate), { minLength: 1, maxLength: 5 }),
  })
  .map(({ places, ...stroke }) => ({ ...stroke, path: places.flat() }));

describe('paintStroke', () => {
  it('paints exactly the pixels whose center is within the radius of the path', () => {
    fc.assert(
      fc.property(strokes, (stroke) => {
        const mask = filled(stroke.kind === 'brush' ? 0 : 255);

        paintStroke(mask, stroke, size);

        const wrong = Array.from(mask.data.keys()).filter((i) => {
          const away = distance(stroke, (i % size.width) + 0.5, Math.floor(i / size.width) + 0.5);
          const isPainted = mask.data[i] === (stroke.kind === 'brush' ? 255 : 0);
          return Math.abs(away - stroke.radius) > 1e-6 && isPainted !== away < stroke.radius;
        });
        expect(wrong).toEqual([]);
      }),
    );
  });

  it('returns the painted area', () => {
    fc.assert(
      fc.property(strokes, (stroke) => {
        const mask = filled(stroke.kind === 'brush' ? 0 : 255);
        const before = mask.data.slice();

        const { left, top, right, bottom } = paintStroke(mask, stroke, size);

        mask.data.forEach((value, i) => {
          const [x, y] = [i % size.width, Math.floor(i / size.width)];
          if (value !== before[i]) expect(x >= left && x < right && y >= top && y < bottom).toBe(true);
        });
      }),
    );
  });

  it('paints a stroke in parts as it paints it at once', () => {
    fc.assert(
      fc.property(strokes, (stroke) => {
        const [once, pieces] = [filled(128), filled(128)];
        paintStroke(once, stroke, size);
        for (let end = 2; end <= stroke.path.length; end += 2)
          paintStroke(pieces, { ...stroke, path: stroke.path.slice(0, end) }, size, Math.max(0, end / 2 - 2));

        expect(pieces.data).toEqual(once.data);
      }),
    );
  });

  it('covers about the same share of masks of any size', () => {
    const stroke: Stroke = { kind: 'brush', radius: 8, path: [10, 10, 30, 20] };
    const [small, large] = [filled(0), filled(0, { width: 400, height: 300 })];

    paintStroke(small, stroke, size);
    paintStroke(large, stroke, size);

    expect(Math.abs(coverageOf(small) - coverageOf(large))).toBeLessThan(1);
  });
});

describe('the mask of a drawing', () => {
  const brush: Stroke = { kind: 'brush', radius: 5, path: [10, 10] };
  const eraser: Stroke = { kind: 'eraser', radius: 5, path: [10, 10] };

  it('is what the decoder found, left as it is', () => {
    const found = filled(255);
    const mask = composeMask({ strokes: [eraser] }, found, size, size);

    expect(coverageOf(found)).toBe(100);
    expect(coverageOf(mask)).toBeLessThan(100);
  });

  it('has the strokes in their order', () => {
    expect(coverageOf(composeMask({ strokes: [brush, eraser] }, undefined, size, size))).toBe(0);
    expect(coverageOf(composeMask({ strokes: [eraser, brush] }, undefined, size, size))).toBeGreaterThan(5);
  });

  it('takes the chosen candidate, or the one with the highest score', () => {
    const candidates: Candidate[] = [0.2, 0.9, 0.5].map((score) => ({ mask: filled(0), score }));

    expect(chosenOf(candidates, undefined)).toBe(candidates[1]);
    expect(chosenOf(candidates, 2)).toBe(candidates[2]);
    expect(chosenOf(candidates, 7)).toBe(candidates[1]);
    expect(chosenOf([], 0)).toBeUndefined();
  });
});

describe('the size that is worked at', () => {
  it('keeps the aspect, and small photos as they are', () => {
    expect(workingSize({ width: 8000, height: 5000 })).toEqual({ width: 1280, height: 800 });
    expect(workingSize({ width: 600, height: 400 })).toEqual({ width: 600, height: 400 });
    expect(workingSize({ width: 40_000, height: 10 })).toEqual({ width: 1280, height: 1 });
  });
});

function filled(value: number, { width, height } = size): Mask {
  return { width, height, data: new Uint8Array(width * height).fill(value) };
}

/** Distance from a point to a stroke's path. */
function distance({ path }: Stroke, x: number, y: number): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < path.length; i += 2) {
    const [ax = 0, ay = 0] = path.slice(i, i + 2);
    const [bx = ax, by = ay] = path.slice(i + 2, i + 4);
    const length = (bx - ax) ** 2 + (by - ay) ** 2;
    const along = length === 0 ? 0 : ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length;
    const share = Math.min(1, Math.max(0, along));
    nearest = Math.min(nearest, Math.hypot(x - ax - share * (bx - ax), y - ay - share * (by - ay)));
  }
  return nearest;
}
