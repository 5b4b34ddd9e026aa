import type { Bounds } from './even-order.ts';

/** A sphere that contains a model. */
export interface Sphere {
  readonly middle: readonly [x: number, y: number, z: number];
  /** Distance from `middle` to the farthest point. */
  readonly radius: number;
}

/** The sphere around the middle of the bounds. */
export function sphereOf(positions: Float32Array, { low, high }: Bounds): Sphere {
  const [x = 0, y = 0, z = 0] = low.map((value, axis) => (value + (high[axis] ?? value)) / 2);
  return { middle: [x, y, z], radius: Math.max(1e-6, farthest(positions, x, y, z)) };
}

function farthest(positions: Float32Array, x: number, y: number, z: number): number {
  let most = 0;
  for (let i = 0; i < positions.length; i += 3) {
    const [dx, dy, dz] = [(positions[i] ?? 0) - x, (positions[i + 1] ?? 0) - y, (positions[i + 2] ?? 0) - z];
    const square = dx * dx + dy * dy + dz * dz;
    if (square > most && square < Number.POSITIVE_INFINITY) most = square;
  }
  return Math.sqrt(most);
}

/** Ignores NaN. Without a point, the bounds are at the origin. */
export function boundsOf(positions: Float32Array): Bounds {
  const low = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  const high = low.map((value) => -value);
  for (let i = 0; i < positions.length; i++) {
    const value = positions[i] ?? 0;
    const axis = i % 3;
    if (value < (low[axis] ?? 0)) low[axis] = value;
    if (value > (high[axis] ?? 0)) high[axis] = value;
  }
  const isEmpty = !low.every(Number.isFinite) || !high.every(Number.isFinite);
  return isEmpty ? { low: [0, 0, 0], high: [0, 0, 0] } : { low, high };
}
