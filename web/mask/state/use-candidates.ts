import { useEffect, useLayoutEffect, useState } from 'react';
import type { Candidate, Prompts, Size } from '#client/mask/index.ts';
import type { MaskWorker } from '../decoder/client.ts';
import { type Reason, reasonOf } from '../model/reason.ts';

/** The browser's own mark of when masks that answer a click were drawn; the next frame shows them. */
export const shownMark = 'gen3d.mask.shown';

export interface Found {
  readonly candidates: readonly Candidate[];
  /** The masks shown are those of earlier clicks, while the newest are worked on. */
  readonly busy: boolean;
  readonly problem?: Reason;
}

interface Answer extends Omit<Found, 'busy'> {
  readonly to: Prompts;
}

const none: readonly Candidate[] = [];

/** The decoder's masks for the prompts; those before stay until the new ones are there. */
export function useCandidates(
  worker: MaskWorker | undefined,
  ready: boolean,
  prompts: Prompts | undefined,
  size: Size,
): Found {
  const [answer, setAnswer] = useState<Answer>();
  useEffect(() => {
    if (!prompts) setAnswer(undefined);
    if (!prompts || !worker || !ready) return;
    let wanted = true;
    const show = (found: Omit<Answer, 'to'>) => {
      if (wanted) setAnswer({ ...found, to: prompts });
    };
    worker.decode(prompts, size).then(
      (candidates) => candidates && show({ candidates }),
      (error: unknown) => show({ candidates: none, problem: reasonOf(error) }),
    );
    return () => {
      wanted = false;
    };
  }, [worker, ready, prompts, size]);
  useLayoutEffect(() => {
    if (answer) performance.mark(shownMark);
  }, [answer]);
  if (!prompts || !answer) return { candidates: none, busy: prompts !== undefined };
  const { to, ...found } = answer;
  return to === prompts ? { ...found, busy: false } : { candidates: found.candidates, busy: true };
}
