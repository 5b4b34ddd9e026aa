import { useState } from 'react';
import type { Size } from '#client/mask/index.ts';
import { type OwnMask, readOwnMask } from '../canvas/own-mask.ts';
import type { Reason } from '../model/reason.ts';

/** A mask from a file in place of the drawing, or why the file cannot be one. */
export interface OwnMaskState {
  readonly mask: OwnMask | undefined;
  readonly problem: Reason | undefined;
  readonly choose: (file: File) => Promise<void>;
  /** Back to the drawing. */
  readonly drop: () => void;
}

interface Choice {
  readonly round: number;
  readonly mask?: OwnMask;
  readonly problem?: Reason;
}

/**
 * @param size to show it at
 * @param round a file serves one round: refused, it cannot be mended here, and the drawing is there again
 */
export function useOwnMask(photo: Size, size: Size, round: number): OwnMaskState {
  const [choice, choose] = useState<Choice>({ round });
  const { mask, problem }: Omit<Choice, 'round'> = choice.round === round ? choice : {};
  return {
    mask,
    problem,
    choose: async (file) => {
      const read = await readOwnMask(file, photo, size);
      choose('code' in read ? { round, problem: read } : { round, mask: read });
    },
    drop: () => choose({ round }),
  };
}
