import type { Box, Click } from '#client/mask/index.ts';
import { type Point, toScreen, type View } from '../model/view.ts';
import { contextOf } from './context.ts';
import { pixelRatio } from './draw-photo.ts';

/** What is drawn over photo and mask, in photo pixels. */
export interface Markers {
  readonly clicks: readonly Click[];
  readonly box?: Box | undefined;
  /** The keyboard's crosshair. */
  readonly crosshair?: Point | undefined;
  /** The tip of brush or eraser. The radius is in CSS pixels. */
  readonly tip?: { readonly at: Point; readonly radius: number } | undefined;
}

const colors = { included: '#2c3db4', excluded: '#ae1f2e', line: '#fff', shade: 'rgb(10 12 24 / 70%)' };
/** In CSS pixels. */
const dotRadius = 9;
const armLength = 14;

export function drawMarkers(target: HTMLCanvasElement, markers: Markers, view: View): void {
  const context = contextOf(target);
  const ratio = pixelRatio(target);
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, target.width, target.height);
  context.scale(ratio, ratio);
  if (markers.box) drawBox(context, markers.box, view);
  for (const click of markers.clicks) drawClick(context, click, toScreen(view, click));
  if (markers.tip) drawTip(context, toScreen(view, markers.tip.at), markers.tip.radius);
  if (markers.crosshair) drawCrosshair(context, toScreen(view, markers.crosshair));
}

/** Draws a line twice, light on dark, so that it is visible on any photo. */
function twice(context: CanvasRenderingContext2D, draw: () => void): void {
  context.lineWidth = 4;
  context.strokeStyle = colors.shade;
  draw();
  context.lineWidth = 1.75;
  context.strokeStyle = colors.line;
  draw();
}

function drawBox(context: CanvasRenderingContext2D, { x0, y0, x1, y1 }: Box, view: View): void {
  const [a, b] = [toScreen(view, { x: x0, y: y0 }), toScreen(view, { x: x1, y: y1 })];
  twice(context, () => context.strokeRect(a.x, a.y, b.x - a.x, b.y - a.y));
}

/** Plus includes and minus excludes, so that markers can be told apart without color. */
function drawClick(context: CanvasRenderingContext2D, { label }: Click, { x, y }: Point): void {
  circle(context, { x, y }, dotRadius + 2);
  context.fillStyle = colors.line;
  context.fill();
  circle(context, { x, y }, dotRadius);
  context.fillStyle = label === 1 ? colors.included : colors.excluded;
  context.fill();
  context.lineWidth = 2;
  context.strokeStyle = colors.line;
  context.beginPath();
  context.moveTo(x - 4.5, y);
  context.lineTo(x + 4.5, y);
  if (label === 1) {
    context.moveTo(x, y - 4.5);
    context.lineTo(x, y + 4.5);
  }
  context.stroke();
}

function drawTip(context: CanvasRenderingContext2D, at: Point, radius: number): void {
  circle(context, at, radius);
  twice(context, () => context.stroke());
}

function drawCrosshair(context: CanvasRenderingContext2D, { x, y }: Point): void {
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

function circle(context: CanvasRenderingContext2D, { x, y }: Point, radius: number): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
}
