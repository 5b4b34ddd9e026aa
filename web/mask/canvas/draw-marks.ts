import type { Box, Click } from '#client/mask/index.ts';
import { type Place, toScreen, type View } from '../model/view.ts';
import { pixelRatio } from './draw-photo.ts';
import { contextOf } from './photo.ts';

/** What lies over photo and mask; places are in photo pixels. */
export interface Marks {
  readonly clicks: readonly Click[];
  readonly box?: Box | undefined;
  /** Moved by the arrow keys. */
  readonly crosshair?: Place | undefined;
  /** The tip of brush or eraser; radius in CSS pixels. */
  readonly tip?: { readonly at: Place; readonly radius: number } | undefined;
}

const colours = { on: '#2c3db4', beside: '#ae1f2e', line: '#fff', shade: 'rgb(10 12 24 / 70%)' };
/** In CSS pixels. */
const dotRadius = 9;
const armLength = 14;

export function drawMarks(target: HTMLCanvasElement, marks: Marks, view: View): void {
  const context = contextOf(target);
  const ratio = pixelRatio(target);
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, target.width, target.height);
  context.scale(ratio, ratio);
  if (marks.box) drawBox(context, marks.box, view);
  for (const click of marks.clicks) drawClick(context, click, toScreen(view, click));
  if (marks.tip) drawTip(context, toScreen(view, marks.tip.at), marks.tip.radius);
  if (marks.crosshair) drawCrosshair(context, toScreen(view, marks.crosshair));
}

/** Every line twice, light on dark, so that it shows on any photo. */
function twice(context: CanvasRenderingContext2D, draw: () => void): void {
  context.lineWidth = 4;
  context.strokeStyle = colours.shade;
  draw();
  context.lineWidth = 1.75;
  context.strokeStyle = colours.line;
  draw();
}

function drawBox(context: CanvasRenderingContext2D, { x0, y0, x1, y1 }: Box, view: View): void {
  const [a, b] = [toScreen(view, { x: x0, y: y0 }), toScreen(view, { x: x1, y: y1 })];
  twice(context, () => context.strokeRect(a.x, a.y, b.x - a.x, b.y - a.y));
}

/** A plus on the object, a minus beside it: colour is not needed to tell them apart. */
function drawClick(context: CanvasRenderingContext2D, { label }: Click, { x, y }: Place): void {
  circle(context, { x, y }, dotRadius + 2);
  context.fillStyle = colours.line;
  context.fill();
  circle(context, { x, y }, dotRadius);
  context.fillStyle = label === 1 ? colours.on : colours.beside;
  context.fill();
  context.lineWidth = 2;
  context.strokeStyle = colours.line;
  context.beginPath();
  context.moveTo(x - 4.5, y);
  context.lineTo(x + 4.5, y);
  if (label === 1) {
    context.moveTo(x, y - 4.5);
    context.lineTo(x, y + 4.5);
  }
  context.stroke();
}

function drawTip(context: CanvasRenderingContext2D, at: Place, radius: number): void {
  circle(context, at, radius);
  twice(context, () => context.stroke());
}

function drawCrosshair(context: CanvasRenderingContext2D, { x, y }: Place): void {
  const gap = 4;
  context.beginPath();
  for (const [dx, dy] of [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
  ] as const) {
    context.moveTo(x + dx * gap, y + dy * gap);
    context.lineTo(x + dx * armLength, y + dy * armLength);
  }
  twice(context, () => context.stroke());
}

function circle(context: CanvasRenderingContext2D, { x, y }: Place, radius: number): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
}
