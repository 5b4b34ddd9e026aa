import * as z from 'zod/mini';
import { JobId, Reason } from './common.ts';
import { InferenceResult, InferenceStage } from './workflow.ts';

/** How an inference ended: the model's answer, or the error that the task token is failed with. */
export const RecordedResult = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('answer'), answer: InferenceResult }),
  z.object({ kind: z.literal('failure'), error: Reason }),
]);
export type RecordedResult = z.infer<typeof RecordedResult>;

/**
 * One inference request, an item of its own under `callback#{inference id}`. The token and the result may come
 * in either order; whoever completes the pair answers the token.
 */
export const CallbackItem = z.object({
  job_id: z.string().check(z.startsWith('callback#')),
  for_job: JobId,
  stage: z.optional(InferenceStage),
  token: z.optional(z.string().check(z.minLength(1))),
  invoked_at: z.optional(z.iso.datetime()),
  /** JSON text of a RecordedResult: numbers then need not fit DynamoDB's range. */
  result: z.optional(z.string()),
  recorded_at: z.optional(z.iso.datetime()),
  expires_at: z.int().check(z.positive()),
});
export type CallbackItem = z.infer<typeof CallbackItem>;
