import type { Surface } from './surface.ts';

/**
 * Points spread evenly over a surface: one at random in each of `count` pieces of equal area.
 * @param random uniform in [0, 1)
 * @returns x, y, z of each point
 */
export function scatter(surface: Surface, count: number, random: () => number): Float32Array {
  const areas = cumulativeAreas(surface);
  const total = areas.at(-1) ?? 0;
  const points = new Float32Array(count * 3);
  let triangle = 0;
  for (let i = 0; i < count; i++) {
    const at = ((i + random()) / count) * total;
    while (triangle < surface.triangles - 1 && (areas[triangle] ?? 0) <= at) triangle++;
    points.set(pointOn(surface.corners.subarray(triangle * 9, triangle * 9 + 9), random(), random()), i * 3);
  }
  return points;
}

/** Uniform on a triangle for uniform `a` and `b`. */
function pointOn(corners: Float32Array, a: number, b: number): [number, number, number] {
  const root = Math.sqrt(a);
  const weights = [1 - root, root * (1 - b), root * b];
  const along = (axis: number) =>
    weights.reduce((sum, weight, i) => sum + weight * (corners[3 * i + axis] ?? 0), 0);
  return [along(0), along(1), along(2)];
}

function cumulativeAreas({ corners, triangles }: Surface): Float64Array {
  const areas = new Float64Array(triangles);
  let sum = 0;
  for (let i = 0; i < triangles; i++) {
    const at = (corner: number, axis: number) => corners[9 * i + 3 * corner + axis] ?? 0;
    const side = (corner: number, axis: number) => at(corner, axis) - at(0, axis);
    const x = side(1, 1) * side(2, 2) - side(1, 2) * side(2, 1);
    const y = side(1, 2) * side(2, 0) - side(1, 0) * side(2, 2);
    const z = side(1, 0) * side(2, 1) - side(1, 1) * side(2, 0);
    sum += Math.hypot(x, y, z) / 2;
    areas[i] = sum;
  }
  return areas;
}

/** Uniform numbers in [0, 1) from a 32-bit seed: Marsaglia's xorshift32, begun at a mixed, never zero state. */
export function seededRandom(seed: number): () => number {
  let state = (Math.imul(seed + 1, 0x9e3779b9) ^ 0x5bd1e995) | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 0x1_0000_0000;
  };
}
