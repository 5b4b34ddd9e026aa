import type { Mask } from '#client/mask/index.ts';
import { boundsOf, type Rectangle, union } from '../model/bounds.ts';
import { contextOf } from './photo.ts';

/** A mask as a picture: opaque on the object, clear elsewhere. */
export class MaskLayer {
  readonly canvas = document.createElement('canvas');
  /** No mask is shown: not even one that selects nothing. */
  isEmpty = true;
  /** Outside, everything is clear. */
  bounds: Rectangle = { left: 0, top: 0, right: 0, bottom: 0 };

  /** Kept, since memory for a million pixels takes longer to get than to fill. */
  #pixels: ImageData | undefined;

  /** Shows a mask or none, or after a stroke only where it changed. */
  show(mask: Mask | undefined, changed?: Rectangle): void {
    this.isEmpty = mask === undefined;
    if (!changed) this.#clear();
    if (!mask) return;
    const area = changed ?? boundsOf(mask);
    this.bounds = changed ? union(this.bounds, changed) : area;
    this.#put(mask, area, this.#pixelsFor(mask));
  }

  #clear(): void {
    const { left, top, right, bottom } = this.bounds;
    contextOf(this.canvas).clearRect(left, top, right - left, bottom - top);
  }

  #pixelsFor({ width, height }: Mask): ImageData {
    if (this.#pixels?.width !== width || this.#pixels.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
      this.#pixels = new ImageData(width, height);
    }
    return this.#pixels;
  }

  #put({ width, data }: Mask, { left, top, right, bottom }: Rectangle, pixels: ImageData): void {
    const words = new Int32Array(pixels.data.buffer);
    for (let row = top * width; row < bottom * width; row += width)
      // All bits of a selected pixel are set, without a branch: it is done for a million of them at a click.
      for (let i = row + left; i < row + right; i++) words[i] = -((data[i] ?? 0) >> 7);
    contextOf(this.canvas).putImageData(pixels, 0, 0, left, top, right - left, bottom - top);
  }
}
