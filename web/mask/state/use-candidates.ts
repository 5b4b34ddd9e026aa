import { useEffect, useLayoutEffect, useState } from 'react';
import type { Candidate, Prompts, Size } from '#client/mask/index.ts';
import type { Reason } from '#contracts/common.ts';
import type { MaskWorker } from '../decoder/client.ts';
import { reasonOf } from '../model/reason.ts';

/** Performance mark set when the masks for a click are drawn. The next frame shows them. */
export const shownMark = 'gen3d.mask.shown';

export interface Found {
  readonly candidates: readonly Candidate[];
  /** True while the shown masks are those of earlier clicks. */
  readonly busy: boolean;
  readonly problem?: Reason;
}

interface Answer extends Omit<Found, 'busy'> {
  readonly to: Prompts;
}

const none: readonly Candidate[] = [];

/** The decoder's masks for the prompts. The previous masks stay until the new ones are ready. */
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
    let current = true;
    const show = (found: Omit<Answer, 'to'>) => {
      if (current) setAnswer({ ...found, to: prompts });
    };
    worker.decode(prompts, size).then(
      (candidates) => candidates && show({ candidates }),
      (error: unknown) => show({ candidates: none, problem: reasonOf(error) }),
    );
    return () => {
      current = false;
    };
  }, [worker, ready, prompts, size]);
  useLayoutEffect(() => {
    if (answer) performance.mark(shownMark);
  }, [answer]);
  if (!prompts || !answer) return { candidates: none, busy: prompts !== undefined };
  const { to, ...found } = answer;
  return to === prompts ? { ...found, busy: false } : { candidates: found.candidates, busy: true };
}
