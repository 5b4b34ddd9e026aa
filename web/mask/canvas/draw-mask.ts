import type { View } from '../model/view.ts';
import { type Placing, pixelRatio, placeOf } from './draw-photo.ts';
import type { MaskLayer } from './mask-layer.ts';
import { contextOf, type Picture } from './photo.ts';

/** On any photo: what is selected keeps its colours, the rest steps back, and a double line goes round it. */
const colours = { beside: 'rgb(10 12 24 / 58%)', line: '#fff', halo: '#3b4fd8' };
/** In CSS pixels. */
const lines = [
  { width: 3.5, colour: colours.halo },
  { width: 1.5, colour: colours.line },
];
const directions = 10;
const widest = Math.max(...lines.map(({ width }) => width));

/** Canvases of the target's size that are kept from call to call. */
export interface Scratch {
  /** The mask for the view: scaled once, since scaling is what takes time. */
  readonly shape: HTMLCanvasElement;
  readonly line: HTMLCanvasElement;
}

export function newScratch(): Scratch {
  return { shape: document.createElement('canvas'), line: document.createElement('canvas') };
}

/** Draws a mask for a view, to lie over the photo. */
export function drawMask(
  target: HTMLCanvasElement,
  scratch: Scratch,
  picture: Picture,
  layer: MaskLayer,
  view: View,
): void {
  const context = begin(target);
  if (layer.isEmpty) return;
  const ratio = pixelRatio(target);
  const place = placeOf(picture, view, ratio);
  context.fillStyle = colours.beside;
  context.fillRect(...place);
  const area = areaOf(layer, place, Math.ceil(widest * ratio) + 1);
  clip(context, area);
  beginAs(scratch.shape, target, area).drawImage(layer.canvas, ...place);
  context.globalCompositeOperation = 'destination-out';
  context.drawImage(scratch.shape, 0, 0);
  context.globalCompositeOperation = 'source-over';
  for (const { width, colour } of lines) {
    drawLine(beginAs(scratch.line, target, area), scratch.shape, Math.max(1, width * ratio), colour);
    context.drawImage(scratch.line, 0, 0);
  }
}

/** The shape pushed outwards in every direction, less the shape itself: as wide at any zoom. */
function drawLine(
  context: CanvasRenderingContext2D,
  shape: HTMLCanvasElement,
  width: number,
  colour: string,
): void {
  for (let i = 0; i < directions; i++) {
    const angle = (2 * Math.PI * i) / directions;
    context.drawImage(shape, Math.round(width * Math.cos(angle)), Math.round(width * Math.sin(angle)));
  }
  context.globalCompositeOperation = 'destination-out';
  context.drawImage(shape, 0, 0);
  context.globalCompositeOperation = 'source-in';
  context.fillStyle = colour;
  context.fillRect(0, 0, shape.width, shape.height);
}

/** Where a layer's bounds lie on the target, with some room around them: nothing else needs to be drawn on. */
function areaOf({ canvas, bounds }: MaskLayer, [x, y, width]: Placing, room: number): Placing {
  const scale = width / canvas.width;
  const [left, top] = [Math.floor(x + bounds.left * scale - room), Math.floor(y + bounds.top * scale - room)];
  const [right, bottom] = [x + bounds.right * scale + room, y + bounds.bottom * scale + room];
  return [left, top, Math.ceil(right - left), Math.ceil(bottom - top)];
}

function beginAs(
  canvas: HTMLCanvasElement,
  { width, height }: HTMLCanvasElement,
  area: Placing,
): CanvasRenderingContext2D {
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const context = begin(canvas);
  clip(context, area);
  return context;
}

/** Until the canvas is begun again. */
function clip(context: CanvasRenderingContext2D, area: Placing): void {
  context.beginPath();
  context.rect(...area);
  context.clip();
}

function begin(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = contextOf(canvas);
  context.restore();
  context.save();
  context.clearRect(0, 0, canvas.width, canvas.height);
  return context;
}
