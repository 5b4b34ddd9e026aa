import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodePly } from '#preview/reconstruction/ply.ts';
import type { Cloud } from '#web/viewer/load/cloud.ts';
import { readShape } from '#web/viewer/load/shape.ts';

function ply(...points: readonly (readonly [x: number, y: number, z: number])[]): Uint8Array {
  return encodePly(
    { positions: Float32Array.from(points.flat()), colours: new Uint8Array(points.length * 3).fill(7) },
    'test',
  );
}

function readCloud(file: Uint8Array): Cloud {
  const shape = readShape(file);
  if (shape.kind !== 'points') throw new Error('The file has faces.');
  return shape;
}

describe('points', () => {
  it('returns the points of the file', () => {
    const cloud = readCloud(ply([1, 2, 3], [4, 5, 6]));

    expect([...cloud.positions]).toEqual([1, 2, 3, 4, 5, 6]);
    expect([...cloud.colours]).toEqual(Array(6).fill(7));
    expect(cloud.count).toBe(2);
  });

  it('returns a sphere that contains any points', () => {
    const coordinate = fc.float({ min: -1000, max: 1000, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(coordinate, coordinate, coordinate), { minLength: 1 }), (points) => {
        const { middle, radius, diameter } = readCloud(ply(...points));

        const far = points.filter(
          (point) => Math.hypot(...point.map((value, axis) => value - (middle[axis] ?? 0))) > radius * 1.001,
        );
        expect(far).toEqual([]);
        expect(radius).toBeGreaterThan(0);
        expect(diameter).toBeGreaterThan(0);
      }),
    );
  });

  it.each([
    ['no points', ply()],
    ['only NaN', ply([Number.NaN, Number.NaN, Number.NaN])],
  ])('returns a small sphere at the origin for %s', (_, file) => {
    expect(readCloud(file)).toMatchObject({ middle: [0, 0, 0], radius: 1e-6 });
  });

  it('rejects a truncated file', () => {
    expect(() => readCloud(ply([1, 2, 3]).subarray(0, -1))).toThrow(/its header says/);
  });
});
