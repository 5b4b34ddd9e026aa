import { useMemo, useReducer, useState } from 'react';
import type { Mask, Size } from '#client/mask/index.ts';
import { MaskLayer } from '../canvas/mask-layer.ts';
import type { OwnMask } from '../canvas/own-mask.ts';
import { chosenOf, composeMask, coverageOf } from '../model/compose.ts';
import { type Drawing, promptsOf } from '../model/drawing.ts';
import { type Found, useCandidates } from './use-candidates.ts';
import type { Decoder } from './use-mask-worker.ts';

export interface Selection {
  readonly found: Found;
  /** What is selected, at the size it is shown in; undefined when nothing was done yet. */
  readonly mask: Mask | undefined;
  /** Percent of the photo. */
  readonly coverage: number;
  readonly layer: MaskLayer;
  readonly layerVersion: number;
  /** Says that the layer shows more of a stroke, or must show the mask again. */
  readonly redraw: (what: 'stroke' | 'mask') => void;
}

/** The mask of a drawing, or the user's own one in its place, and the layer that shows it. */
export function useSelection(
  drawing: Drawing,
  own: OwnMask | undefined,
  { worker, preparation }: Decoder,
  size: Size,
  photo: Size,
): Selection {
  const { clicks, box, choice, strokes } = drawing;
  const prompts = useMemo(() => promptsOf({ clicks, box, strokes: [] }), [clicks, box]);
  const found = useCandidates(worker, preparation.phase === 'ready', prompts, size);
  const mask = useMemo(() => {
    if (own) return own.mask;
    const chosen = chosenOf(found.candidates, choice)?.mask;
    return chosen || strokes.length > 0 ? composeMask({ strokes }, chosen, size, photo) : undefined;
  }, [own, found.candidates, choice, strokes, size, photo]);
  const [layer] = useState(() => new MaskLayer());
  const [layerVersion, bump] = useReducer((version: number) => version + 1, 0);
  return {
    found,
    mask,
    coverage: useMemo(() => (mask ? coverageOf(mask) : 0), [mask]),
    layer,
    layerVersion,
    redraw: (what) => {
      if (what === 'mask') layer.show(mask);
      bump();
    },
  };
}
