import type { Mask, Size } from '#client/mask/index.ts';
import { type Rectangle, union } from './bounds.ts';
import type { Stroke } from './drawing.ts';
import type { Point } from './view.ts';

/**
 * Paints a stroke on a mask in place. It covers the pixels whose center is within the radius of the path.
 *
 * @param photo size of the photo, in whose pixels the stroke is
 * @param from index of the path's point to continue from, for a growing stroke
 * @returns the area where pixels may have changed
 */
export function paintStroke(mask: Mask, stroke: Stroke, photo: Size, from = 0): Rectangle {
  const scale = mask.width / photo.width;
  const value = stroke.kind === 'brush' ? 255 : 0;
  const radius = stroke.radius * scale;
  const pointAt = (index: number) => ({
    x: (stroke.path[2 * index] ?? 0) * scale,
    y: (stroke.path[2 * index + 1] ?? 0) * scale,
  });
  const last = stroke.path.length / 2 - 1;
  let changed = around(pointAt(from), pointAt(from), radius, mask);
  for (let index = from; index <= last; index++) {
    const [a, b] = [pointAt(index), pointAt(Math.min(last, index + 1))];
    const area = around(a, b, radius, mask);
    paintCapsule(mask, { a, b, radius }, area, value);
    changed = union(changed, area);
  }
  return changed;
}

/** Everything within a radius of the line from a to b. */
interface Capsule {
  readonly a: Point;
  readonly b: Point;
  readonly radius: number;
}

function paintCapsule(mask: Mask, capsule: Capsule, area: Rectangle, value: number): void {
  for (let row = area.top; row < area.bottom; row++) {
    const [low, high] = spanOf(capsule, row + 0.5);
    const from = Math.max(area.left, Math.ceil(low - 0.5));
    const to = Math.min(area.right, Math.floor(high - 0.5) + 1);
    if (from < to) mask.data.fill(value, row * mask.width + from, row * mask.width + to);
  }
}

/** The part of a horizontal line inside a capsule. There is at most one, because a capsule is convex. */
function spanOf({ a, b, radius }: Capsule, y: number): readonly [low: number, high: number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const add = (from: number, to: number) => {
    low = Math.min(low, from);
    high = Math.max(high, to);
  };
  for (const end of [a, b]) {
    const across = radius * radius - (y - end.y) ** 2;
    if (across >= 0) add(end.x - Math.sqrt(across), end.x + Math.sqrt(across));
  }
  const length = Math.hypot(b.x - a.x, b.y - a.y);
  if (length === 0) return [low, high];
  const [sideX, sideY] = [((a.y - b.y) / length) * radius, ((b.x - a.x) / length) * radius];
  for (const side of [-1, 1]) {
    const [startY, endY] = [a.y + side * sideY, b.y + side * sideY];
    const share = (y - startY) / (endY - startY);
    if (!(share >= 0 && share <= 1)) continue;
    const x = a.x + side * sideX + share * (b.x - a.x);
    add(x, x);
  }
  return [low, high];
}

function around(a: Point, b: Point, radius: number, { width, height }: Size): Rectangle {
  return {
    left: Math.max(0, Math.floor(Math.min(a.x, b.x) - radius)),
    top: Math.max(0, Math.floor(Math.min(a.y, b.y) - radius)),
    right: Math.min(width, Math.ceil(Math.max(a.x, b.x) + radius)),
    bottom: Math.min(height, Math.ceil(Math.max(a.y, b.y) + radius)),
  };
}
