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
  /** It was not sent, or did not arrive. */
  | { readonly phase: 'failed'; readonly reason: Reason };

export interface Submitting {
  readonly submission: Submission;
  /** Has tried since the editor was opened: an earlier refusal is old news then. */
  readonly hasTried: boolean;
  readonly submit: () => Promise<void>;
}

interface SubmissionOptions {
  readonly worker: MaskWorker | undefined;
  readonly drawing: Drawing;
  readonly own: OwnMask | undefined;
  readonly photo: Size;
  readonly onSubmit: (mask: Blob) => Promise<void>;
}

/** Makes the mask at the photo's size, checks it, and hands it on. Whatever fails, the drawing stays. */
export function useSubmission(options: SubmissionOptions): Submitting {
  const [submission, setSubmission] = useState<Submission>({ phase: 'open' });
  const [hasTried, setTried] = useState(false);
  const submit = async () => {
    if (submission.phase === 'sending') return;
    setSubmission({ phase: 'sending' });
    try {
      const mask = await maskOf(options);
      const problem = 'code' in mask ? mask : undefined;
      if (!('code' in mask)) await options.onSubmit(mask);
      setSubmission(problem ? { phase: 'failed', reason: problem } : { phase: 'open' });
    } catch (error) {
      setSubmission({ phase: 'failed', reason: reasonOf(error) });
    }
    setTried(true);
  };
  return { submission, hasTried, submit };
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
