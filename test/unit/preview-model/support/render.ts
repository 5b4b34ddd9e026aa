import type { Points } from '#client/ply.ts';

/** Which axes point right and up, and which towards the viewer, with their signs. */
export const views = {
  front: { right: [0, 1], up: [1, 1], near: [2, 1] },
  back: { right: [0, -1], up: [1, 1], near: [2, -1] },
  side: { right: [2, -1], up: [1, 1], near: [0, 1] },
  top: { right: [0, 1], up: [2, -1], near: [1, 1] },
} as const;
export type View = keyof typeof views;

/** An orthographic picture of [−0.5, 0.5]² on black; `covered` is 1 where a point is. */
export interface Picture {
  readonly size: number;
  readonly rgb: Uint8Array;
  readonly covered: Uint8Array;
}

/** Draws each point as a square of 2·radius + 1 pixels, the nearest on top. */
export function render({ positions, colours }: Points, view: View, size: number, radius = 0): Picture {
  const { right, up, near } = views[view];
  const picture = { size, rgb: new Uint8Array(size * size * 3), covered: new Uint8Array(size * size) };
  const nearest = new Float32Array(size * size).fill(Number.NEGATIVE_INFINITY);
  for (let i = 0; i < positions.length; i += 3) {
    const along = ([axis, sign]: readonly [number, number]) => sign * (positions[i + axis] ?? 0);
    const column = Math.floor((0.5 + along(right)) * size);
    const row = Math.floor((0.5 - along(up)) * size);
    for (let y = Math.max(0, row - radius); y <= Math.min(size - 1, row + radius); y++)
      for (let x = Math.max(0, column - radius); x <= Math.min(size - 1, column + radius); x++) {
        const pixel = y * size + x;
        if (along(near) <= (nearest[pixel] ?? 0)) continue;
        nearest[pixel] = along(near);
        picture.covered[pixel] = 1;
        picture.rgb.set(colours.subarray(i, i + 3), pixel * 3);
      }
  }
  return picture;
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
