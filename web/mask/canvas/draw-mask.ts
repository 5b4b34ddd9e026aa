import type { View } from '../model/view.ts';
import { pixelRatio, placeOf } from './draw-photo.ts';
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
  beginAs(scratch.shape, target).drawImage(layer.canvas, ...place);
  context.fillStyle = colours.beside;
  context.fillRect(...place);
  context.globalCompositeOperation = 'destination-out';
  context.drawImage(scratch.shape, 0, 0);
  context.globalCompositeOperation = 'source-over';
  for (const { width, colour } of lines) {
    drawLine(beginAs(scratch.line, target), scratch.shape, Math.max(1, width * ratio), colour);
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

function beginAs(canvas: HTMLCanvasElement, { width, height }: HTMLCanvasElement): CanvasRenderingContext2D {
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  return begin(canvas);
}

function begin(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = contextOf(canvas);
  context.globalCompositeOperation = 'source-over';
  context.clearRect(0, 0, canvas.width, canvas.height);
  return context;
}
