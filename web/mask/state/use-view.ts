import { useReducer } from 'react';
import type { Size } from '#client/mask/index.ts';
import { fitPhoto, type Point, pan, reveal, type View, zoomAt, zoomOf } from '../model/view.ts';

export type ViewAction =
  | { readonly type: 'resize'; readonly viewport: Size }
  | { readonly type: 'fit' }
  /** Zooms around a point of the viewport, by default its center. */
  | { readonly type: 'zoom'; readonly factor: number; readonly at?: Point }
  | { readonly type: 'pan'; readonly dx: number; readonly dy: number }
  | { readonly type: 'reveal'; readonly point: Point };

export interface Viewing {
  readonly viewport: Size;
  readonly view: View;
  /** 1 shows the entire photo. */
  readonly zoom: number;
}

/** The photo's position in its viewport. */
export function useView(photo: Size): [Viewing, (action: ViewAction) => void] {
  const [viewing, dispatch] = useReducer(
    (state: Viewing, action: ViewAction) => withZoom(next(state, action, photo), photo),
    { viewport: { width: 0, height: 0 }, view: { scale: 1, x: 0, y: 0 }, zoom: 1 },
  );
  return [viewing, dispatch];
}

function next({ view, viewport, zoom }: Viewing, action: ViewAction, photo: Size): Omit<Viewing, 'zoom'> {
  const { width, height } = viewport;
  switch (action.type) {
    case 'resize': {
      const seen = zoom <= 1 ? fitPhoto(photo, action.viewport) : pan(view, 0, 0, photo, action.viewport);
      return { viewport: action.viewport, view: seen };
    }
    case 'fit':
      return { viewport, view: fitPhoto(photo, viewport) };
    case 'zoom': {
      const at = action.at ?? { x: width / 2, y: height / 2 };
      return { viewport, view: zoomAt(view, action.factor, at, photo, viewport) };
    }
    case 'pan':
      return { viewport, view: pan(view, action.dx, action.dy, photo, viewport) };
    case 'reveal':
      return { viewport, view: reveal(view, action.point, photo, viewport) };
  }
}

function withZoom({ view, viewport }: Omit<Viewing, 'zoom'>, photo: Size): Viewing {
  return { view, viewport, zoom: Math.round(zoomOf(view, photo, viewport) * 100) / 100 };
}
