import type { Size } from '#client/mask/index.ts';

/** A point in CSS pixels of the viewport or in pixels of the photo. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Maps the photo to the viewport: photo pixel p is shown at p × scale + (x, y), in CSS pixels. */
export interface View {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

const margin = 8;
/** Maximum size of a photo pixel in CSS pixels. */
const maxPixelSize = 12;

/** Shows the entire photo, centered. */
export function fitPhoto(photo: Size, viewport: Size): View {
  const scale = fitScale(photo, viewport);
  return {
    scale,
    x: (viewport.width - photo.width * scale) / 2,
    y: (viewport.height - photo.height * scale) / 2,
  };
}

/** Zooms around a point, which keeps its position. */
export function zoomAt(view: View, factor: number, at: Point, photo: Size, viewport: Size): View {
  const minScale = fitScale(photo, viewport);
  const scale = Math.min(Math.max(maxPixelSize, minScale), Math.max(minScale, view.scale * factor));
  const grown = scale / view.scale;
  const moved = { scale, x: at.x - (at.x - view.x) * grown, y: at.y - (at.y - view.y) * grown };
  return keepVisible(moved, photo, viewport);
}

export function pan(view: View, dx: number, dy: number, photo: Size, viewport: Size): View {
  return keepVisible({ ...view, x: view.x + dx, y: view.y + dy }, photo, viewport);
}

/** Moves the view as little as needed to show a point of the photo. */
export function reveal(view: View, point: Point, photo: Size, viewport: Size): View {
  const { x, y } = toScreen(view, point);
  return pan(view, into(x, viewport.width), into(y, viewport.height), photo, viewport);
}

export function toPhoto({ scale, x, y }: View, at: Point): Point {
  return { x: (at.x - x) / scale, y: (at.y - y) / scale };
}

export function toScreen({ scale, x, y }: View, at: Point): Point {
  return { x: at.x * scale + x, y: at.y * scale + y };
}

/** The scale relative to that of `fitPhoto`. */
export function zoomOf(view: View, photo: Size, viewport: Size): number {
  return view.scale / fitScale(photo, viewport);
}

function fitScale(photo: Size, viewport: Size): number {
  const [width, height] = [
    Math.max(1, viewport.width - 2 * margin),
    Math.max(1, viewport.height - 2 * margin),
  ];
  return Math.min(width / photo.width, height / photo.height);
}

/** Centers a side that fits. A longer side leaves a gap of at most half the viewport. */
function keepVisible(view: View, photo: Size, viewport: Size): View {
  const side = (at: number, length: number, room: number) => {
    if (length <= room) return (room - length) / 2;
    return Math.min(room / 2, Math.max(room / 2 - length, at));
  };
  return {
    scale: view.scale,
    x: side(view.x, photo.width * view.scale, viewport.width),
    y: side(view.y, photo.height * view.scale, viewport.height),
  };
}

export function clamp(value: number, limit: number): number {
  return Math.min(limit, Math.max(0, value));
}

function into(at: number, room: number): number {
  const edge = Math.min(48, room / 4);
  return Math.min(room - edge, Math.max(edge, at)) - at;
}
