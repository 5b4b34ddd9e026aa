import { useState } from 'react';
import type { Size } from '#client/mask/index.ts';
import type { OwnMask } from '../canvas/own-mask.ts';
import type { MaskWorker } from '../decoder/client.ts';
import type { Drawing } from '../model/drawing.ts';
import { coverageProblem, usualLimits } from '../model/limits.ts';
import { type Reason, reasonOf } from '../model/reason.ts';

export type Submission =
  | { readonly phase: 'open' }
  | { readonly phase: 'sending' }
  /** The server has it and checks it; a refusal begins another round. */
  | { readonly phase: 'sent' }
  /** It was not sent, or did not arrive. */
  | { readonly phase: 'failed'; readonly reason: Reason };

interface SubmissionOptions {
  readonly worker: MaskWorker | undefined;
  readonly drawing: Drawing;
  readonly own: OwnMask | undefined;
  readonly photo: Size;
  /** What happened to masks of earlier rounds is over. */
  readonly round: number;
  readonly onSubmit: (mask: Blob) => Promise<void>;
}

/** Makes the mask at the photo's size, checks it, and hands it on. Whatever fails, the drawing stays. */
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

async function maskOf({ own, worker, drawing, photo }: SubmissionOptions): Promise<Blob | Reason> {
  if (own) return own.file;
  if (!worker)
    return { code: 'WorkerMissing', message: 'The selection tools are still starting: try again.' };
  const { png, coverage } = await worker.finish(drawing, photo);
  const problem = coverageProblem(coverage);
  if (problem) return problem;
  if (png.byteLength > usualLimits.maxBytes)
    return { code: 'MaskTooLarge', message: 'The outline is too fine: smooth it with the brush.' };
  return new Blob([png], { type: 'image/png' });
}
