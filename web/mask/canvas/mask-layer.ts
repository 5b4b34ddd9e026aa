import type { Mask } from '#client/mask/index.ts';
import { boundsOf, type Rectangle, union } from '../model/bounds.ts';
import { contextOf } from './context.ts';

/** A mask as an image: opaque on the object, transparent elsewhere. */
export interface MaskImage {
  readonly canvas: HTMLCanvasElement;
  /** True if there is no mask. An empty mask counts as one. */
  readonly isEmpty: boolean;
  /** Everything outside is transparent. */
  readonly bounds: Rectangle;
}

/** Keeps a mask's image up to date. */
export class MaskLayer {
  /** A new object whenever the canvas changes. */
  image: MaskImage = {
    canvas: document.createElement('canvas'),
    isEmpty: true,
    bounds: { left: 0, top: 0, right: 0, bottom: 0 },
  };

  /** Reused, because allocating a million pixels takes longer than filling them. */
  #pixels: ImageData | undefined;

  /** Shows a mask or none. `changed` limits the update to the area of a stroke. */
  show(mask: Mask | undefined, changed?: Rectangle): MaskImage {
    const { canvas } = this.image;
    if (!changed) this.#clear();
    const area = mask && (changed ?? boundsOf(mask));
    if (mask && area) this.#put(mask, area, this.#pixelsFor(mask));
    const bounds = area && changed ? union(this.image.bounds, area) : (area ?? this.image.bounds);
    this.image = { canvas, isEmpty: mask === undefined, bounds };
    return this.image;
  }

  #clear(): void {
    const { left, top, right, bottom } = this.image.bounds;
    contextOf(this.image.canvas).clearRect(left, top, right - left, bottom - top);
  }

  #pixelsFor({ width, height }: Mask): ImageData {
    if (this.#pixels?.width !== width || this.#pixels.height !== height) {
      this.image.canvas.width = width;
      this.image.canvas.height = height;
      this.#pixels = new ImageData(width, height);
    }
    return this.#pixels;
  }

  #put({ width, data }: Mask, { left, top, right, bottom }: Rectangle, pixels: ImageData): void {
    const words = new Int32Array(pixels.data.buffer);
    for (let row = top * width; row < bottom * width; row += width)
      // Sets all bits of selected pixels without a branch, because each click does this for a million pixels.
      for (let i = row + left; i < row + right; i++) words[i] = -((data[i] ?? 0) >> 7);
    contextOf(this.image.canvas).putImageData(pixels, 0, 0, left, top, right - left, bottom - top);
  }
}
