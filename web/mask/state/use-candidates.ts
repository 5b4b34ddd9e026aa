import { useEffect, useState } from 'react';
import type { Candidate, Prompts, Size } from '#client/mask/index.ts';
import type { MaskWorker } from '../decoder/client.ts';
import { type Reason, reasonOf } from '../model/reason.ts';

/** From a click to the frame that shows the masks that answer it, as the browser's own measure. */
export const decodeMeasure = 'gen3d.mask.decode';

export interface Found {
  readonly candidates: readonly Candidate[];
  /** The masks shown are those of earlier clicks, while the newest are worked on. */
  readonly busy: boolean;
  readonly problem?: Reason;
}

const nothing: Found = { candidates: [], busy: false };

/** The decoder's masks for the prompts; those before stay until the new ones are there. */
export function useCandidates(
  worker: MaskWorker | undefined,
  ready: boolean,
  prompts: Prompts | undefined,
  size: Size,
): Found {
  const [found, setFound] = useState(nothing);
  useEffect(() => {
    if (!prompts) {
      setFound(nothing);
      return;
    }
    setFound(({ candidates }) => ({ candidates, busy: true }));
    if (!worker || !ready) return;
    let wanted = true;
    const start = performance.now();
    const show = (answer: Found) => {
      if (!wanted) return;
      setFound(answer);
      requestAnimationFrame(() => performance.measure(decodeMeasure, { start }));
    };
    worker.decode(prompts, size).then(
      (candidates) => candidates && show({ candidates, busy: false }),
      (error: unknown) => show({ ...nothing, problem: reasonOf(error) }),
    );
    return () => {
      wanted = false;
    };
  }, [worker, ready, prompts, size]);
  return found;
}
