import * as z from 'zod/mini';
import { JobId, Reason } from './common.ts';
import { InferenceResult, InferenceStage } from './workflow.ts';

/** Outcome of an inference: the model's answer, or the error for the task token. */
export const RecordedResult = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('answer'), answer: InferenceResult }),
  z.object({ kind: z.literal('failure'), error: Reason }),
]);
export type RecordedResult = z.infer<typeof RecordedResult>;

/**
 * One inference request, stored under `callback#{inference id}`. The token and the result may arrive in either order.
 * The write that completes the pair answers the token.
 */
export const CallbackItem = z.object({
  job_id: z.string().check(z.startsWith('callback#')),
  for_job: JobId,
  stage: z.optional(InferenceStage),
  token: z.optional(z.string().check(z.minLength(1))),
  invoked_at: z.optional(z.iso.datetime()),
  /** A RecordedResult as JSON text, because its numbers may exceed DynamoDB's range. */
  result: z.optional(z.string()),
  recorded_at: z.optional(z.iso.datetime()),
  expires_at: z.int().check(z.positive()),
});
export type CallbackItem = z.infer<typeof CallbackItem>;
