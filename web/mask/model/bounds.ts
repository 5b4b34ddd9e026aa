import type { Mask } from '#client/mask/index.ts';

/** In pixels of a mask. Right and bottom are exclusive. */
export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The smallest rectangle around a mask's selection. It has no extent if the mask is empty. */
export function boundsOf({ width, data }: Mask): Rectangle {
  const top = Math.max(0, Math.floor(data.indexOf(255) / width));
  const bottom = Math.floor(data.lastIndexOf(255) / width) + 1;
  let [left, right] = [width, 0];
  for (let row = top * width; row < bottom * width; row += width) {
    for (let column = 0; column < left; column++) if (data[row + column] === 255) left = column;
    for (let column = width - 1; column >= right; column--)
      if (data[row + column] === 255) right = column + 1;
  }
  return { left: Math.min(left, right), top, right, bottom };
}

export function union(a: Rectangle, b: Rectangle): Rectangle {
  return {
    left: Math.min(a.left, b.left),
    top: Math.min(a.top, b.top),
    right: Math.max(a.right, b.right),
    bottom: Math.max(a.bottom, b.bottom),
  };
}
