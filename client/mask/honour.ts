import type { Mask, Prompts, Size } from './decoder.ts';

/**
 * The clicked pixels themselves are as the user said; where two clicks disagree, on the object.
 * @param photo the size in whose pixels the clicks are
 */
export function honour({ width, height, data }: Mask, { points }: Prompts, photo: Size): void {
  for (const wanted of [0, 1])
    for (const { x, y, label } of points) {
      if (label !== wanted) continue;
      const column = Math.floor((x * width) / photo.width);
      data[Math.floor((y * height) / photo.height) * width + column] = label * 255;
    }
}
