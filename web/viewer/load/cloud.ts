import { evenOrder, reorder } from './even-order.ts';
import { boundsOf, type Sphere, sphereOf } from './sphere.ts';

/** Points ready to draw. The first n points, for any n, are an even sample of the model. */
export interface Cloud extends Sphere {
  readonly kind: 'points';
  /** x, y and z of each point. y is up. */
  readonly positions: Float32Array;
  /** Red, green and blue of each point. */
  readonly colours: Uint8Array;
  readonly count: number;
  /** The point diameter at which the surface looks closed. */
  readonly diameter: number;
}

/** Orders and measures points. */
export function cloudOf(points: Pick<Cloud, 'positions' | 'colours'>): Cloud {
  const bounds = boundsOf(points.positions);
  const order = evenOrder(points.positions, bounds);
  const positions = reorder(points.positions, order, new Float32Array(points.positions.length));
  const colours = reorder(points.colours, order, new Uint8Array(points.colours.length));
  const count = order.length;
  const { low, high } = bounds;
  const [width = 0, height = 0, depth = 0] = low.map((value, axis) => (high[axis] ?? value) - value);
  const sphere = sphereOf(positions, bounds);
  const surface = Math.max(sphere.radius ** 2 * 0.1, 2 * (width * height + height * depth + depth * width));
  return { kind: 'points', positions, colours, count, ...sphere, diameter: 1.6 * Math.sqrt(surface / count) };
}
