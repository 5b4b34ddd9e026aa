import { useState } from 'react';
import type { Mask, Size } from '#client/mask/index.ts';
import type { Reason } from '#contracts/common.ts';
import { coverageProblem } from '#contracts/mask/checks.ts';
import type { MaskLimits } from '#contracts/web-config.ts';
import { decodeMask } from '../canvas/decode-mask.ts';
import type { UploadedMask } from '../canvas/uploaded-mask.ts';
import type { MaskWorker } from '../decoder/client.ts';
import type { Drawing } from '../model/drawing.ts';

import { reasonOf } from '../model/reason.ts';
import { maskUnreadable } from '../model/uploaded-mask.ts';

export type Submission =
  | { readonly phase: 'open' }
  | { readonly phase: 'sending' }
  /** The server is checking the mask. A rejection starts another round. */
  | { readonly phase: 'sent' }
  /** The mask wasn't sent, or didn't arrive. */
  | { readonly phase: 'failed'; readonly reason: Reason };

interface SubmissionOptions {
  readonly worker: MaskWorker | undefined;
  readonly drawing: Drawing;
  readonly uploaded: UploadedMask | undefined;
  /** A mask of what is opaque in the user's photo, of the photo's size. */
  readonly outline: Blob | undefined;
  readonly photo: Size;
  readonly limits: MaskLimits;
  /** Number of the submission. Its state starts over with each round. */
  readonly round: number;
  readonly onSubmit: (mask: Blob) => Promise<void>;
}

/** Makes the mask at the photo's size, checks it and submits it. The drawing is kept if that fails. */
export function useSubmission(options: SubmissionOptions): [Submission, submit: () => Promise<void>] {
  const { round } = options;
  const [{ submission, of }, setState] = useState<{ submission: Submission; of: number }>({
    submission: { phase: 'open' },
    of: round,
  });
  const current: Submission = of === round ? submission : { phase: 'open' };
  const show = (shown: Submission) => setState({ submission: shown, of: round });
  const submit = async () => {
    if (current.phase === 'sending' || current.phase === 'sent') return;
    show({ phase: 'sending' });
    try {
      const mask = await maskOf(options);
      const problem = 'code' in mask ? mask : undefined;
      if (!('code' in mask)) await options.onSubmit(mask);
      show(problem ? { phase: 'failed', reason: problem } : { phase: 'sent' });
    } catch (error) {
      show({ phase: 'failed', reason: reasonOf(error) });
    }
  };
  return [current, submit];
}

async function maskOf(options: SubmissionOptions): Promise<Blob | Reason> {
  const { uploaded, worker, drawing, photo, limits } = options;
  if (uploaded) return uploaded.file;
  if (!worker) return { code: 'WorkerMissing', message: 'The editor is still starting. Try again.' };
  const start = await startOf(options);
  if (start && 'code' in start) return start;
  const { png, coverage } = await worker.finish(drawing, photo, start);
  const problem = coverageProblem(coverage, limits);
  if (problem) return problem;
  if (png.byteLength > limits.maxBytes)
    return { code: 'MaskTooLarge', message: 'The selection has too much detail. Smooth it with the brush.' };
  return new Blob([png], { type: 'image/png' });
}

/** The mask that the drawing starts with in place of the decoder's, at the photo's size. */
async function startOf({ drawing, outline, photo }: SubmissionOptions): Promise<Mask | Reason | undefined> {
  if (!drawing.outline || !outline) return undefined;
  return (await decodeMask(outline, photo)) ?? maskUnreadable;
}
