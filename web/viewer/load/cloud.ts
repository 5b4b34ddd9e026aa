import { readPly } from '#client/ply.ts';
import { type Bounds, evenOrder, reorder } from './even-order.ts';

/** Points ready to be drawn, in an order in which every beginning is an even sample of the model. */
export interface Cloud {
  /** x, y, z of each point; y is up. */
  readonly positions: Float32Array;
  /** Red, green, blue of each point. */
  readonly colours: Uint8Array;
  readonly count: number;
  readonly middle: readonly [x: number, y: number, z: number];
  /** Of the ball around the middle that has all points. */
  readonly radius: number;
  /** A diameter at which points about close the surface. */
  readonly diameter: number;
}

/**
 * Reads `output_mesh.ply` and measures it.
 * @throws PlyError
 */
export function readCloud(file: Uint8Array): Cloud {
  const points = readPly(file);
  const bounds = boundsOf(points.positions);
  const order = evenOrder(points.positions, bounds);
  const positions = reorder(points.positions, order, new Float32Array(points.positions.length));
  const colours = reorder(points.colours, order, new Uint8Array(points.colours.length));
  const count = order.length;
  const { low, high } = bounds;
  const [width = 0, height = 0, depth = 0] = low.map((value, axis) => (high[axis] ?? value) - value);
  const [x = 0, y = 0, z = 0] = low.map((value, axis) => (value + (high[axis] ?? value)) / 2);
  const radius = Math.max(1e-6, farthest(positions, x, y, z));
  const surface = Math.max(radius * radius * 0.1, 2 * (width * height + height * depth + depth * width));
  return { positions, colours, count, middle: [x, y, z], radius, diameter: 1.6 * Math.sqrt(surface / count) };
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

/** Not-a-number is left out; without a point everything is at the origin. */
function boundsOf(positions: Float32Array): Bounds {
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
