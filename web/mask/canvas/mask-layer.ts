import type { Mask } from '#client/mask/index.ts';
import type { Rectangle } from '../model/paint.ts';
import { contextOf } from './photo.ts';

/** A mask as a picture: opaque on the object, clear elsewhere. */
export class MaskLayer {
  readonly canvas = document.createElement('canvas');
  isEmpty = true;

  /** Shows a mask, or after a stroke only where it changed. */
  show(mask: Mask, area: Rectangle = { left: 0, top: 0, right: mask.width, bottom: mask.height }): void {
    this.isEmpty = false;
    if (this.canvas.width !== mask.width || this.canvas.height !== mask.height) {
      this.canvas.width = mask.width;
      this.canvas.height = mask.height;
    }
    const [width, height] = [area.right - area.left, area.bottom - area.top];
    if (width <= 0 || height <= 0) return;
    const pixels = new ImageData(width, height);
    const words = new Uint32Array(pixels.data.buffer);
    for (let row = 0; row < height; row++) {
      const from = (area.top + row) * mask.width + area.left;
      for (let column = 0; column < width; column++)
        if ((mask.data[from + column] ?? 0) > 127) words[row * width + column] = 0xffffffff;
    }
    contextOf(this.canvas).putImageData(pixels, area.left, area.top);
  }

  clear(): void {
    this.isEmpty = true;
    contextOf(this.canvas).clearRect(0, 0, this.canvas.width, this.canvas.height);
  }
}
