import { boundsOf, type Sphere, sphereOf } from './sphere.ts';

/** A triangle mesh ready to draw. */
export interface Solid extends Sphere {
  readonly kind: 'mesh';
  /** x, y and z of each vertex. y is up. */
  readonly positions: Float32Array;
  /** The direction in which the surface faces at each vertex. */
  readonly normals: Float32Array;
  /** Red, green and blue of each vertex as linear light, where 65,535 is 1. */
  readonly colours: Uint16Array;
  /** Indices of each triangle's vertices. */
  readonly faces: Uint32Array;
}

interface Mesh {
  readonly positions: Float32Array;
  /** In sRGB. */
  readonly colours: Uint8Array;
  readonly faces: Uint32Array;
}

/** Prepares a mesh for drawing with light. */
export function solidOf({ positions, colours, faces }: Mesh): Solid {
  return {
    kind: 'mesh',
    positions,
    normals: normalsOf(positions, faces),
    colours: Uint16Array.from(colours, (value) => linear[value] ?? 0),
    faces,
    ...sphereOf(positions, boundsOf(positions)),
  };
}

/** The linear light of each value of sRGB, where 65,535 is 1. */
const linear = Uint16Array.from({ length: 256 }, (_, value) => {
  const share = value / 255;
  return Math.round(65_535 * (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4));
});

/** The sum of the normals of a vertex's triangles, larger triangles counting more. */
function normalsOf(positions: Float32Array, faces: Uint32Array): Float32Array {
  const normals = new Float32Array(positions.length);
  const at = (index: number) => positions[index] ?? 0;
  for (let i = 0; i < faces.length; i += 3) {
    const a = 3 * (faces[i] ?? 0);
    const b = 3 * (faces[i + 1] ?? 0);
    const c = 3 * (faces[i + 2] ?? 0);
    const [x1, y1, z1] = [at(b) - at(a), at(b + 1) - at(a + 1), at(b + 2) - at(a + 2)];
    const [x2, y2, z2] = [at(c) - at(a), at(c + 1) - at(a + 1), at(c + 2) - at(a + 2)];
    for (const corner of [a, b, c]) {
      normals[corner] = (normals[corner] ?? 0) + y1 * z2 - z1 * y2;
      normals[corner + 1] = (normals[corner + 1] ?? 0) + z1 * x2 - x1 * z2;
      normals[corner + 2] = (normals[corner + 2] ?? 0) + x1 * y2 - y1 * x2;
    }
  }
  return normalized(normals);
}

function normalized(vectors: Float32Array): Float32Array {
  for (let i = 0; i < vectors.length; i += 3) {
    const [x = 0, y = 0, z = 0] = vectors.subarray(i, i + 3);
    const length = Math.hypot(x, y, z) || 1;
    vectors[i] = x / length;
    vectors[i + 1] = y / length;
    vectors[i + 2] = z / length;
  }
  return vectors;
}
