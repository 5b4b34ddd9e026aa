import type { View } from '../model/view.ts';
import type { MaskLayer } from './mask-layer.ts';
import { contextOf, type Picture } from './photo.ts';

/** On any photo: what is selected keeps its colours, the rest steps back, and a double line goes round it. */
const colours = { beside: 'rgb(10 12 24 / 58%)', line: '#fff', halo: '#3b4fd8' };
/** In CSS pixels. */
const lineWidth = 1.5;
const haloWidth = 3.5;
const around = Array.from(
  { length: 12 },
  (_, i) => [Math.cos((i * Math.PI) / 6), Math.sin((i * Math.PI) / 6)] as const,
);

/** Draws photo and mask for a view; `scratch` is a canvas that is kept from call to call. */
export function drawPhoto(
  target: HTMLCanvasElement,
  scratch: HTMLCanvasElement,
  picture: Picture,
  layer: MaskLayer,
  view: View,
): void {
  const context = contextOf(target);
  const ratio = pixelRatio(target);
  const place = placeOf(picture, view, ratio);
  context.clearRect(0, 0, target.width, target.height);
  context.imageSmoothingEnabled = view.scale < 6;
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture.canvas, ...place);
  if (layer.isEmpty) return;
  match(scratch, target);
  drawBeside(scratch, layer, place);
  context.drawImage(scratch, 0, 0);
  for (const [width, colour] of [
    [haloWidth, colours.halo],
    [lineWidth, colours.line],
  ] as const) {
    drawLine(scratch, layer, place, width * ratio, colour);
    context.drawImage(scratch, 0, 0);
  }
}

type Placing = readonly [x: number, y: number, width: number, height: number];

function placeOf({ size }: Picture, view: View, ratio: number): Placing {
  const scale = view.scale * ratio;
  return [view.x * ratio, view.y * ratio, size.width * scale, size.height * scale];
}

/** Device pixels per CSS pixel of a canvas on the page. */
export function pixelRatio(canvas: HTMLCanvasElement): number {
  return canvas.clientWidth > 0 ? canvas.width / canvas.clientWidth : 1;
}

function match(scratch: HTMLCanvasElement, { width, height }: HTMLCanvasElement): void {
  if (scratch.width !== width) scratch.width = width;
  if (scratch.height !== height) scratch.height = height;
}

function drawBeside(scratch: HTMLCanvasElement, layer: MaskLayer, place: Placing): void {
  const context = begin(scratch);
  context.fillStyle = colours.beside;
  context.fillRect(...place);
  context.globalCompositeOperation = 'destination-out';
  context.drawImage(layer.canvas, ...place);
}

/** The mask pushed outwards in every direction, less the mask itself: as wide at any zoom. */
function drawLine(
  scratch: HTMLCanvasElement,
  layer: MaskLayer,
  place: Placing,
  width: number,
  colour: string,
) {
  const context = begin(scratch);
  const [x, y, wide, high] = place;
  for (const [dx, dy] of around) context.drawImage(layer.canvas, x + dx * width, y + dy * width, wide, high);
  context.globalCompositeOperation = 'destination-out';
  context.drawImage(layer.canvas, ...place);
  context.globalCompositeOperation = 'source-in';
  context.fillStyle = colour;
  context.fillRect(0, 0, scratch.width, scratch.height);
}

function begin(scratch: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = contextOf(scratch);
  context.globalCompositeOperation = 'source-over';
  context.clearRect(0, 0, scratch.width, scratch.height);
  return context;
}
