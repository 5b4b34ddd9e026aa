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

/** @param size to show it at */
export function useOwnMask(photo: Size, size: Size): OwnMaskState {
  const [{ mask, problem }, setState] = useState<Pick<Partial<OwnMaskState>, 'mask' | 'problem'>>({});
  return {
    mask,
    problem,
    choose: async (file) => {
      const read = await readOwnMask(file, photo, size);
      setState('code' in read ? { problem: read } : { mask: read });
    },
    drop: () => setState({}),
  };
}
