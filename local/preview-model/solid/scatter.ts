import { Neighbourhood } from './neighbourhood.ts';
import type { Surface } from './surface.ts';

/** Distance between points that is tried first, where 1 were a square grid of them; then each time less. */
const firstDistance = 0.8;
const shrink = 0.9;

/**
 * Points spread evenly over a surface: darts thrown at it, of which those too near to an earlier one are
 * dropped, at ever smaller distances until there are enough.
 * @param random uniform in [0, 1)
 * @returns x, y, z of each point
 */
export function scatter(surface: Surface, count: number, random: () => number): Float32Array {
  const areas = cumulativeAreas(surface);
  const spacing = Math.sqrt((areas.at(-1) ?? 0) / count);
  const kept = new Neighbourhood(count, surface.extent, firstDistance * spacing);
  for (let distance = firstDistance * spacing; kept.size < count; distance *= shrink) {
    const darts = throwDarts(surface, areas, 2 * count, random);
    for (let i = 0; i < darts.length && kept.size < count; i += 3) {
      const [x, y, z] = [darts[i] ?? 0, darts[i + 1] ?? 0, darts[i + 2] ?? 0];
      if (!kept.hasNear(x, y, z, distance)) kept.add(x, y, z);
    }
  }
  return kept.points;
}

/** One point at random in each of `count` pieces of equal area, shuffled. */
function throwDarts(
  surface: Surface,
  areas: Float64Array,
  count: number,
  random: () => number,
): Float32Array {
  const points = new Float32Array(count * 3);
  const places = shuffled(count, random);
  const total = areas.at(-1) ?? 0;
  let triangle = 0;
  for (let i = 0; i < count; i++) {
    const at = ((i + random()) / count) * total;
    while (triangle < surface.triangles - 1 && (areas[triangle] ?? 0) <= at) triangle++;
    const corners = surface.corners.subarray(triangle * 9, triangle * 9 + 9);
    points.set(pointOn(corners, random(), random()), 3 * (places[i] ?? 0));
  }
  return points;
}

/** The numbers below `count` in random order (Fisher and Yates). */
function shuffled(count: number, random: () => number): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const other = Math.floor(random() * (i + 1));
    const kept = order[i] ?? 0;
    order[i] = order[other] ?? 0;
    order[other] = kept;
  }
  return order;
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
