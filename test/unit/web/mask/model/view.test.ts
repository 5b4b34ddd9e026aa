import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitPhoto, pan, reveal, toPhoto, toScreen, type View, zoomAt, zoomOf } from '#web/mask/model/view.ts';

const side = fc.integer({ min: 1, max: 8000 });
const sizes = fc.record({
  photo: fc.record({ width: side, height: side }),
  viewport: fc.record({
    width: fc.integer({ min: 100, max: 2000 }),
    height: fc.integer({ min: 100, max: 1500 }),
  }),
});
const point = fc.record({ x: fc.integer({ min: 0, max: 1500 }), y: fc.integer({ min: 0, max: 1500 }) });
const photo = { width: 600, height: 400 };
const viewport = { width: 700, height: 500 };

describe('the view of a photo', () => {
  it('shows the entire photo in the center at first', () => {
    fc.assert(
      fc.property(sizes, ({ photo, viewport }) => {
        const { scale, x, y } = fitPhoto(photo, viewport);

        expect(photo.width * scale).toBeLessThanOrEqual(viewport.width);
        expect(photo.height * scale).toBeLessThanOrEqual(viewport.height);
        expect(2 * x + photo.width * scale).toBeCloseTo(viewport.width, 3);
        expect(2 * y + photo.height * scale).toBeCloseTo(viewport.height, 3);
      }),
    );
  });

  it('converts points there and back', () => {
    fc.assert(
      fc.property(sizes, point, ({ photo, viewport }, at) => {
        const view = fitPhoto(photo, viewport);
        const { x, y } = toScreen(view, toPhoto(view, at));

        expect(x).toBeCloseTo(at.x, 3);
        expect(y).toBeCloseTo(at.y, 3);
      }),
    );
  });

  it('keeps the photo visible after any zooming and panning', () => {
    const move = fc.oneof(
      fc.record({ factor: fc.double({ min: 0.1, max: 10, noNaN: true }), at: point }),
      fc.record({ dx: fc.integer({ min: -5000, max: 5000 }), dy: fc.integer({ min: -5000, max: 5000 }) }),
    );
    fc.assert(
      fc.property(sizes, fc.array(move, { maxLength: 10 }), ({ photo, viewport }, moves) => {
        const view = moves.reduce<View>(
          (now, each) =>
            'factor' in each
              ? zoomAt(now, each.factor, each.at, photo, viewport)
              : pan(now, each.dx, each.dy, photo, viewport),
          fitPhoto(photo, viewport),
        );

        expect(zoomOf(view, photo, viewport)).toBeGreaterThan(0.999);
        expect(view.x).toBeLessThan(viewport.width);
        expect(view.x + photo.width * view.scale).toBeGreaterThan(0);
        expect(view.y).toBeLessThan(viewport.height);
        expect(view.y + photo.height * view.scale).toBeGreaterThan(0);
      }),
    );
  });

  it('keeps the point under the pointer in place while zooming', () => {
    const before = fitPhoto(photo, viewport);
    const at = { x: 350, y: 250 };

    const closer = zoomAt(before, 3, at, photo, viewport);

    expect(toPhoto(closer, at).x).toBeCloseTo(toPhoto(before, at).x, 6);
    expect(toPhoto(closer, at).y).toBeCloseTo(toPhoto(before, at).y, 6);
  });

  it('reveals the crosshair', () => {
    const close = zoomAt(fitPhoto(photo, viewport), 8, { x: 0, y: 0 }, photo, viewport);

    const { x, y } = toScreen(reveal(close, { x: 590, y: 390 }, photo, viewport), { x: 590, y: 390 });

    expect(x > 0 && x < viewport.width && y > 0 && y < viewport.height).toBe(true);
  });
});
