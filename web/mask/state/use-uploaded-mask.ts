import { useState } from 'react';
import type { Size } from '#client/mask/index.ts';
import type { Reason } from '#contracts/common.ts';
import type { MaskLimits } from '#contracts/web-config.ts';
import { readUploadedMask, type UploadedMask } from '../canvas/uploaded-mask.ts';

/** A mask file in place of the drawing, or why the file can't be used. */
export interface UploadedMaskState {
  readonly mask: UploadedMask | undefined;
  readonly problem: Reason | undefined;
  readonly choose: (file: File) => Promise<void>;
  /** Returns to the drawing. */
  readonly discard: () => void;
}

interface Choice {
  readonly round: number;
  readonly mask?: UploadedMask;
  readonly problem?: Reason;
}

/**
 * @param size of the shown mask
 * @param round number of the submission. A rejected file can't be fixed here, so the next round shows the drawing.
 */
export function useUploadedMask(
  photo: Size,
  size: Size,
  round: number,
  limits: MaskLimits,
): UploadedMaskState {
  const [choice, choose] = useState<Choice>({ round });
  const { mask, problem }: Omit<Choice, 'round'> = choice.round === round ? choice : {};
  return {
    mask,
    problem,
    choose: async (file) => {
      const read = await readUploadedMask(file, photo, size, limits);
      choose('code' in read ? { round, problem: read } : { round, mask: read });
    },
    discard: () => choose({ round }),
  };
}
