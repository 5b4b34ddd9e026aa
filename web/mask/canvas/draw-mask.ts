import type { View } from '../model/view.ts';
import { contextOf } from './context.ts';
import { photoRect, pixelRatio, type Rect } from './draw-photo.ts';
import type { MaskImage } from './mask-layer.ts';
import type { Picture } from './photo.ts';

/** The selection keeps its colors, the rest is darkened, and a double outline is visible on any photo. */
const colors = { outside: 'rgb(10 12 24 / 58%)', line: '#fff', halo: '#3b4fd8' };
/** In CSS pixels. */
const lines = [
  { width: 3.5, color: colors.halo },
  { width: 1.5, color: colors.line },
];
const directions = 10;
const widest = Math.max(...lines.map(({ width }) => width));

/** Canvases of the target's size, reused between calls. */
export interface Scratch {
  /** The mask, scaled once for the view because scaling is slow. */
  readonly shape: HTMLCanvasElement;
  readonly line: HTMLCanvasElement;
}

export function newScratch(): Scratch {
  return { shape: document.createElement('canvas'), line: document.createElement('canvas') };
}

/** Draws a mask on top of the photo. */
export function drawMask(
  target: HTMLCanvasElement,
  scratch: Scratch,
  picture: Picture,
  image: MaskImage,
  view: View,
): void {
  const context = start(target);
  if (image.isEmpty) return;
  const ratio = pixelRatio(target);
  const rect = photoRect(picture, view, ratio);
  context.fillStyle = colors.outside;
  context.fillRect(...rect);
  const area = areaOf(image, rect, Math.ceil(widest * ratio) + 1);
  clip(context, area);
  startLike(scratch.shape, target, area).drawImage(image.canvas, ...rect);
  context.globalCompositeOperation = 'destination-out';
  context.drawImage(scratch.shape, 0, 0);
  context.globalCompositeOperation = 'source-over';
  for (const { width, color } of lines) {
    drawLine(startLike(scratch.line, target, area), scratch.shape, Math.max(1, width * ratio), color);
    context.drawImage(scratch.line, 0, 0);
  }
}

/** Draws the shape shifted outwards in every direction, minus the shape itself, so that the outline has the same width at any zoom. */
function drawLine(
  context: CanvasRenderingContext2D,
  shape: HTMLCanvasElement,
  width: number,
  color: string,
): void {
  for (let i = 0; i < directions; i++) {
    const angle = (2 * Math.PI * i) / directions;
    context.drawImage(shape, Math.round(width * Math.cos(angle)), Math.round(width * Math.sin(angle)));
  }
  context.globalCompositeOperation = 'destination-out';
  context.drawImage(shape, 0, 0);
  context.globalCompositeOperation = 'source-in';
  context.fillStyle = color;
  context.fillRect(0, 0, shape.width, shape.height);
}

/** The target area of an image's bounds, with a margin. Drawing is limited to it. */
function areaOf({ canvas, bounds }: MaskImage, [x, y, width]: Rect, room: number): Rect {
  const scale = width / canvas.width;
  const [left, top] = [Math.floor(x + bounds.left * scale - room), Math.floor(y + bounds.top * scale - room)];
  const [right, bottom] = [x + bounds.right * scale + room, y + bounds.bottom * scale + room];
  return [left, top, Math.ceil(right - left), Math.ceil(bottom - top)];
}

function startLike(
  canvas: HTMLCanvasElement,
  { width, height }: HTMLCanvasElement,
  area: Rect,
): CanvasRenderingContext2D {
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const context = start(canvas);
  clip(context, area);
  return context;
}

/** Clips until the next `start`. */
function clip(context: CanvasRenderingContext2D, area: Rect): void {
  context.beginPath();
  context.rect(...area);
  context.clip();
}

function start(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = contextOf(canvas);
  context.restore();
  context.save();
  context.clearRect(0, 0, canvas.width, canvas.height);
  return context;
}
