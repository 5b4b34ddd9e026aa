import { describe, expect, it } from 'vitest';
import { encodePly } from '#preview/reconstruction/ply.ts';
import { buffersOf, readShape } from '#web/viewer/load/shape.ts';
import type { Solid } from '#web/viewer/load/solid.ts';

/** An octahedron around the origin, red, with one white vertex at the top. */
function octahedron(): Solid {
  const shape = readShape(
    encodePly(
      {
        positions: Float32Array.of(0, 1, 0, 1, 0, 0, 0, 0, 1, -1, 0, 0, 0, 0, -1, 0, -1, 0),
        colours: Uint8Array.from([[255, 255, 255], ...Array(5).fill([188, 0, 0])].flat()),
        faces: Uint32Array.from(
          [
            [0, 2, 1],
            [0, 3, 2],
            [0, 4, 3],
            [0, 1, 4],
            [5, 1, 2],
            [5, 2, 3],
            [5, 3, 4],
            [5, 4, 1],
          ].flat(),
        ),
      },
      'an octahedron',
    ),
  );
  if (shape.kind !== 'mesh') throw new Error('The file has no faces.');
  return shape;
}

describe('a mesh', () => {
  it('has normals of length 1 that point outwards', () => {
    const { positions, normals } = octahedron();

    positions.forEach((value, i) => {
      expect(normals[i]).toBeCloseTo(value, 6);
    });
  });

  it('has linear colours: 188 of 255 in sRGB is half of the light', () => {
    const { colours } = octahedron();

    expect([...colours.subarray(0, 3)]).toEqual([65_535, 65_535, 65_535]);
    expect((colours[3] ?? 0) / 65_535).toBeCloseTo(0.5, 2);
    expect(colours[4]).toBe(0);
  });

  it('is measured by the sphere around it', () => {
    expect(octahedron()).toMatchObject({ middle: [0, 0, 0], radius: 1 });
  });

  it('moves between threads with all its memory', () => {
    const solid = octahedron();

    const copy = structuredClone(solid, { transfer: buffersOf(solid) as ArrayBuffer[] });

    expect(copy.faces).toHaveLength(24);
    expect([solid.positions, solid.normals, solid.colours, solid.faces].map(({ length }) => length)).toEqual([
      0, 0, 0, 0,
    ]);
  });

  it('without a face is shown as points', () => {
    const file = encodePly(
      { positions: new Float32Array(3), colours: new Uint8Array(3), faces: new Uint32Array() },
      'x',
    );

    expect(readShape(file).kind).toBe('points');
  });

  it('stays finite with a triangle without an area', () => {
    const shape = readShape(
      encodePly(
        { positions: new Float32Array(9), colours: new Uint8Array(9), faces: Uint32Array.of(0, 1, 2) },
        'x',
      ),
    );

    expect(shape).toMatchObject({ normals: new Float32Array(9) });
  });
});
