import type { Mesh } from '#preview/reconstruction/ply.ts';

/** The directed edges, three of each face, as `from-to`. */
function edgesOf({ faces }: Pick<Mesh, 'faces'>): string[] {
  return Array.from(faces, (vertex, i) => `${vertex}-${faces[i % 3 === 2 ? i - 2 : i + 1]}`);
}

/** Is each edge in exactly two faces, once in each direction? */
export function isClosed(mesh: Pick<Mesh, 'faces'>): boolean {
  const edges = edgesOf(mesh);
  const known = new Set(edges);
  return known.size === edges.length && edges.every((edge) => known.has(edge.split('-').reverse().join('-')));
}

/** Vertices − edges + faces: 2 for each solid, 2 less for each hole through one. */
export function eulerCharacteristic({ positions, faces }: Mesh): number {
  return positions.length / 3 - faces.length / 2 + faces.length / 3;
}

/** Each face's area, doubled. */
export function areasOf(mesh: Mesh): number[] {
  return trianglesOf(mesh).map(([a, b, c]) => Math.hypot(...cross(minus(b, a), minus(c, a))));
}

/** Above 0 when faces are counter-clockwise seen from outside. */
export function volumeOf(mesh: Mesh): number {
  return trianglesOf(mesh).reduce((sum, [a, b, c]) => {
    const normal = cross(b, c);
    return sum + (a[0] * normal[0] + a[1] * normal[1] + a[2] * normal[2]) / 6;
  }, 0);
}

type Vector = [x: number, y: number, z: number];

function trianglesOf({ positions, faces }: Mesh): [Vector, Vector, Vector][] {
  const place = (at: number): Vector => {
    const vertex = 3 * (faces[at] ?? Number.NaN);
    const axis = (index: number) => positions[vertex + index] ?? Number.NaN;
    return [axis(0), axis(1), axis(2)];
  };
  return Array.from({ length: faces.length / 3 }, (_, i) => [
    place(3 * i),
    place(3 * i + 1),
    place(3 * i + 2),
  ]);
}

function minus(a: Vector, b: Vector): Vector {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

function cross(a: Vector, b: Vector): Vector {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}
