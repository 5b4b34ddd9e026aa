import type { View } from '../model/view.ts';
import { contextOf } from './context.ts';
import type { Picture } from './photo.ts';

/** Draws the photo for a view. */
export function drawPhoto(target: HTMLCanvasElement, picture: Picture, view: View): void {
  const context = contextOf(target);
  context.clearRect(0, 0, target.width, target.height);
  context.imageSmoothingEnabled = view.scale < 6;
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture.canvas, ...photoRect(picture, view, pixelRatio(target)));
}

/** Position and size on a canvas, in device pixels. */
export type Rect = readonly [x: number, y: number, width: number, height: number];

export function photoRect({ size }: Picture, view: View, ratio: number): Rect {
  const scale = view.scale * ratio;
  return [view.x * ratio, view.y * ratio, size.width * scale, size.height * scale];
}

/** Device pixels per CSS pixel of a canvas on the page. */
export function pixelRatio(canvas: HTMLCanvasElement): number {
  return canvas.clientWidth > 0 ? canvas.width / canvas.clientWidth : 1;
}
