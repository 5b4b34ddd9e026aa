import { useRef } from 'react';
import type { Mask, Size } from '#client/mask/index.ts';
import type { MaskLayer } from '../canvas/mask-layer.ts';
import type { Stroke } from '../model/drawing.ts';
import { paintStroke } from '../model/paint.ts';
import type { Place } from '../model/view.ts';

/** A stroke while it is drawn: shown at once, and part of the drawing only when it ends. */
export interface LiveStroke {
  start(kind: Stroke['kind'], radius: number, at: Place): void;
  move(at: Place): void;
  /** @returns the whole stroke */
  end(): Stroke | undefined;
}

/**
 * Paints on a copy of the mask; the layer shows it.
 * @param mask what is selected so far; undefined when nothing is
 */
export function useStroke(mask: Mask | undefined, layer: MaskLayer, size: Size, photo: Size): LiveStroke {
  const live = useRef<{ stroke: Stroke; mask: Mask } | undefined>(undefined);
  return {
    start: (kind, radius, at) => {
      const copy = mask?.data.slice() ?? new Uint8Array(size.width * size.height);
      live.current = { stroke: { kind, radius, path: placeOf(at) }, mask: { ...size, data: copy } };
      layer.show(live.current.mask);
      layer.show(live.current.mask, paintStroke(live.current.mask, live.current.stroke, photo));
    },
    move: (at) => {
      if (!live.current) return;
      const { stroke, mask } = live.current;
      const grown = { ...stroke, path: [...stroke.path, ...placeOf(at)] };
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

/** To a tenth of a pixel, so that drafts stay small. */
function placeOf({ x, y }: Place): [number, number] {
  return [Math.round(x * 10) / 10, Math.round(y * 10) / 10];
}
