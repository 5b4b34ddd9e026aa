import { useRef } from 'react';
import type { Mask, Size } from '#client/mask/index.ts';
import type { MaskLayer } from '../canvas/mask-layer.ts';
import type { Stroke } from '../model/drawing.ts';
import { paintStroke } from '../model/paint.ts';
import type { Point } from '../model/view.ts';

/** An unfinished stroke. It is shown immediately and joins the drawing when it ends. */
export interface LiveStroke {
  start(kind: Stroke['kind'], radius: number, at: Point): void;
  move(at: Point): void;
  /** @returns the finished stroke */
  end(): Stroke | undefined;
}

/**
 * Paints on a copy of the mask, which the layer shows.
 *
 * @param mask the selection so far, if there is one
 */
export function useStroke(mask: Mask | undefined, layer: MaskLayer, size: Size, photo: Size): LiveStroke {
  const live = useRef<{ stroke: Stroke; mask: Mask } | undefined>(undefined);
  return {
    start: (kind, radius, at) => {
      const copy = mask?.data.slice() ?? new Uint8Array(size.width * size.height);
      live.current = { stroke: { kind, radius, path: pathPoint(at) }, mask: { ...size, data: copy } };
      layer.show(live.current.mask);
      layer.show(live.current.mask, paintStroke(live.current.mask, live.current.stroke, photo));
    },
    move: (at) => {
      if (!live.current) return;
      const { stroke, mask } = live.current;
      const grown = { ...stroke, path: [...stroke.path, ...pathPoint(at)] };
      layer.show(mask, paintStroke(mask, grown, photo, stroke.path.length / 2 - 1));
      live.current = { stroke: grown, mask };
    },
    end: () => {
      const stroke = live.current?.stroke;
      live.current = undefined;
      return stroke;
    },
  };
}

/** Rounds to a tenth of a pixel, so that drafts stay small. */
function pathPoint({ x, y }: Point): [number, number] {
  return [Math.round(x * 10) / 10, Math.round(y * 10) / 10];
}
