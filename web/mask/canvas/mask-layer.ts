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

  /** Shows a mask or none, or after a stroke only where it changed. */
  show(mask: Mask | undefined, changed?: Rectangle): void {
    this.isEmpty = mask === undefined;
    if (!changed) this.#clear();
    if (!mask) return;
    if (this.canvas.width !== mask.width || this.canvas.height !== mask.height) {
      this.canvas.width = mask.width;
      this.canvas.height = mask.height;
    }
    const area = changed ?? boundsOf(mask);
    this.bounds = changed ? union(this.bounds, changed) : area;
    this.#put(mask, area);
  }

  #clear(): void {
    const { left, top, right, bottom } = this.bounds;
    contextOf(this.canvas).clearRect(left, top, right - left, bottom - top);
  }

  #put(mask: Mask, { left, top, right, bottom }: Rectangle): void {
    const [width, height] = [right - left, bottom - top];
    if (width <= 0 || height <= 0) return;
    const pixels = new ImageData(width, height);
    const words = new Int32Array(pixels.data.buffer);
    for (let row = 0; row < height; row++) {
      const from = (top + row) * mask.width + left;
      // All bits of a selected pixel are set, without a branch: it is done for a million of them at a click.
      for (let column = 0; column < width; column++)
        words[row * width + column] = -((mask.data[from + column] ?? 0) >> 7);
    }
    contextOf(this.canvas).putImageData(pixels, left, top);
  }
}
