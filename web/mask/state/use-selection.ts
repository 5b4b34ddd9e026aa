import { useLayoutEffect, useMemo, useState } from 'react';
import type { Mask, Size } from '#client/mask/index.ts';
import { type MaskImage, MaskLayer } from '../canvas/mask-layer.ts';
import type { Picture } from '../canvas/photo.ts';
import type { UploadedMask } from '../canvas/uploaded-mask.ts';
import { chosenOf, composeMask, coverageOf } from '../model/compose.ts';
import { type Drawing, promptsOf } from '../model/drawing.ts';
import { type Found, useCandidates } from './use-candidates.ts';
import type { Decoder } from './use-mask-worker.ts';

export interface Selection {
  readonly found: Found;
  /** The selection at its shown size. Undefined before the first edit. */
  readonly mask: Mask | undefined;
  /** Percent of the photo. */
  readonly coverage: number;
  readonly layer: MaskLayer;
  /** What the layer shows. */
  readonly image: MaskImage;
  /** Redraws after part of a stroke, or shows the mask again. */
  readonly redraw: (what: 'stroke' | 'mask') => void;
}

/** The mask of the drawing or the uploaded one, and the layer that shows it. @param size of the shown mask */
export function useSelection(
  drawing: Drawing,
  uploaded: UploadedMask | undefined,
  { worker, preparation }: Decoder,
  size: Size,
  { size: photo, outline }: Picture,
): Selection {
  const { clicks, box, choice, strokes } = drawing;
  const start = drawing.outline ? outline : undefined;
  const prompts = useMemo(() => promptsOf({ clicks, box, strokes: [] }), [clicks, box]);
  const found = useCandidates(worker, preparation.phase === 'ready', prompts, size);
  const mask = useMemo(() => {
    if (uploaded) return uploaded.mask;
    const chosen = start ?? chosenOf(found.candidates, choice)?.mask;
    return chosen || strokes.length > 0 ? composeMask({ strokes }, chosen, size, photo) : undefined;
  }, [uploaded, start, found.candidates, choice, strokes, size, photo]);
  const [layer] = useState(() => new MaskLayer());
  const [image, setImage] = useState(layer.image);
  useLayoutEffect(() => setImage(layer.show(mask)), [layer, mask]);
  return {
    found,
    mask,
    coverage: useMemo(() => (mask ? coverageOf(mask) : 0), [mask]),
    layer,
    image,
    redraw: (what) => setImage(what === 'mask' ? layer.show(mask) : layer.image),
  };
}
