import type { Mesh } from './ply.ts';

/** Which axes point right and up, and which towards the viewer, with their signs. */
export const views = {
  front: { right: [0, 1], up: [1, 1], near: [2, 1] },
  back: { right: [0, -1], up: [1, 1], near: [2, -1] },
  side: { right: [2, -1], up: [1, 1], near: [0, 1] },
  top: { right: [0, 1], up: [2, -1], near: [1, 1] },
} as const;
export type View = keyof typeof views;

/** An orthographic picture of [−0.5, 0.5]² on black; `covered` is 1 where the mesh is. */
export interface Picture {
  readonly size: number;
  readonly rgb: Uint8Array;
  readonly covered: Uint8Array;
}

/** Draws a mesh in the colours of its vertices, the nearest triangle on top. */
export function render({ positions, colours, faces }: Mesh, view: View, size: number): Picture {
  const { right, up, near } = views[view];
  const picture = { size, rgb: new Uint8Array(size * size * 3), covered: new Uint8Array(size * size) };
  const nearest = new Float32Array(size * size).fill(Number.NEGATIVE_INFINITY);
  const along = (vertex: number, [axis, sign]: readonly [number, number]) =>
    sign * (positions[3 * vertex + axis] ?? 0);
  for (let i = 0; i < faces.length; i += 3) {
    const corners = [...faces.subarray(i, i + 3)].map((vertex) => ({
      x: (0.5 + along(vertex, right)) * size,
      y: (0.5 - along(vertex, up)) * size,
      depth: along(vertex, near),
      colour: colours.subarray(3 * vertex, 3 * vertex + 3),
    }));
    eachPixel(corners, size, (pixel, shares) => {
      const mixed = (value: (corner: (typeof corners)[number]) => number) =>
        corners.reduce((sum, corner, index) => sum + (shares[index] ?? 0) * value(corner), 0);
      const depth = mixed((corner) => corner.depth);
      if (depth <= (nearest[pixel] ?? 0)) return;
      nearest[pixel] = depth;
      picture.covered[pixel] = 1;
      for (let channel = 0; channel < 3; channel++)
        picture.rgb[3 * pixel + channel] = Math.round(mixed(({ colour }) => colour[channel] ?? 0));
    });
  }
  return picture;
}

/** Visits the pixels whose middle is in a triangle, with the share of each corner. */
function eachPixel(
  triangle: readonly { readonly x: number; readonly y: number }[],
  size: number,
  visit: (pixel: number, shares: readonly number[]) => void,
): void {
  const [a = { x: 0, y: 0 }, b = a, c = a] = triangle;
  const area = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
  if (area === 0) return;
  const first = (values: number[]) => Math.max(0, Math.ceil(Math.min(...values) - 0.5));
  const last = (values: number[]) => Math.min(size - 1, Math.floor(Math.max(...values) - 0.5));
  const [xs, ys] = [triangle.map(({ x }) => x), triangle.map(({ y }) => y)];
  for (let row = first(ys); row <= last(ys); row++)
    for (let column = first(xs); column <= last(xs); column++) {
      const [x, y] = [column + 0.5 - a.x, row + 0.5 - a.y];
      const shareB = (x * (c.y - a.y) - y * (c.x - a.x)) / area;
      const shareC = ((b.x - a.x) * y - (b.y - a.y) * x) / area;
      if (shareB >= 0 && shareC >= 0 && shareB + shareC <= 1)
        visit(row * size + column, [1 - shareB - shareC, shareB, shareC]);
    }
}

/** Uncovered pixels that cannot be reached from the picture's border. */
export function holesOf(covered: Uint8Array, size: number): number {
  const outside = new Uint8Array(size * size);
  const queue: number[] = [];
  const visit = (x: number, y: number) => {
    const pixel = y * size + x;
    if (x < 0 || y < 0 || x >= size || y >= size || covered[pixel] || outside[pixel]) return;
    outside[pixel] = 1;
    queue.push(pixel);
  };
  for (let i = 0; i < size; i++)
    for (const [x, y] of [
      [i, 0],
      [i, size - 1],
      [0, i],
      [size - 1, i],
    ])
      visit(x ?? 0, y ?? 0);
  for (let pixel = queue.pop(); pixel !== undefined; pixel = queue.pop()) {
    const [x, y] = [pixel % size, Math.floor(pixel / size)];
    for (const [dx, dy] of [
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
    ])
      visit(x + (dx ?? 0), y + (dy ?? 0));
  }
  return covered.filter((value, i) => !value && !outside[i]).length;
}
