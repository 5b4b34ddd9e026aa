import type { Size } from '#client/mask/index.ts';

/** A place in CSS pixels of the viewport, or in pixels of the photo. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** How the photo lies in its viewport: a photo pixel p is shown at p × scale + (x, y), in CSS pixels. */
export interface View {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

const margin = 8;
/** A photo pixel is shown at most this large. */
const largestPixel = 12;

/** The whole photo, in the middle. */
export function wholePhoto(photo: Size, viewport: Size): View {
  const scale = fitScale(photo, viewport);
  return {
    scale,
    x: (viewport.width - photo.width * scale) / 2,
    y: (viewport.height - photo.height * scale) / 2,
  };
}

/** The place under the pointer stays where it is. */
export function zoomAt(view: View, factor: number, at: Place, photo: Size, viewport: Size): View {
  const least = fitScale(photo, viewport);
  const scale = Math.min(Math.max(largestPixel, least), Math.max(least, view.scale * factor));
  const grown = scale / view.scale;
  const moved = { scale, x: at.x - (at.x - view.x) * grown, y: at.y - (at.y - view.y) * grown };
  return keepVisible(moved, photo, viewport);
}

export function pan(view: View, dx: number, dy: number, photo: Size, viewport: Size): View {
  return keepVisible({ ...view, x: view.x + dx, y: view.y + dy }, photo, viewport);
}

/** Moves the view as little as possible so that a place of the photo is inside the viewport. */
export function reveal(view: View, place: Place, photo: Size, viewport: Size): View {
  const { x, y } = toScreen(view, place);
  return pan(view, into(x, viewport.width), into(y, viewport.height), photo, viewport);
}

export function toPhoto({ scale, x, y }: View, at: Place): Place {
  return { x: (at.x - x) / scale, y: (at.y - y) / scale };
}

export function toScreen({ scale, x, y }: View, at: Place): Place {
  return { x: at.x * scale + x, y: at.y * scale + y };
}

/** How many times larger than when the whole photo is shown. */
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

/** A side that fits is centred; a larger one leaves no gap wider than half the viewport. */
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

function into(at: number, room: number): number {
  const edge = Math.min(48, room / 4);
  return Math.min(room - edge, Math.max(edge, at)) - at;
}
