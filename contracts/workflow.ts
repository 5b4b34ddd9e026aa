import * as z from 'zod/mini';
import { JobId, PinnedObject, Quality, Reason, Seed, SessionId, UserId } from './common.ts';
import { Mask, Photo } from './image.ts';
import { EmbeddingAnswer, ReconstructionAnswer } from './model-job.ts';

/** Execution input. It is canonical, so that starting a session twice gives the same execution. */
export const ExecutionInput = z.object({
  job_id: JobId,
  user_id: UserId,
  session_id: SessionId,
  image_key: z.string().check(z.minLength(1)),
});
export type ExecutionInput = z.infer<typeof ExecutionInput>;

/** Fields of every workflow task. `redrive` is the execution's redrive count. */
const SessionFacts = z.object({
  job_id: JobId,
  user_id: UserId,
  session_id: SessionId,
  redrive: z.int().check(z.gte(0)),
});

export const ValidateInputRequest = z.extend(SessionFacts, {
  image_key: z.string().check(z.minLength(1)),
});
/** The prepared photo. */
export const ValidateInputResult = z.object({ image: Photo });

/** `embedding` runs once per redrive, `reconstruction` once per accepted mask. */
export const InferenceStage = z.enum(['embedding', 'reconstruction']);
export type InferenceStage = z.infer<typeof InferenceStage>;

export const RequestInferenceRequest = z.extend(SessionFacts, {
  stage: InferenceStage,
  /** Mask round, from 0; always 0 for the embedding. */
  round: z.int().check(z.gte(0)),
  /** The state's RetryCount, from 0. */
  attempt: z.int().check(z.gte(0)),
  token: z.string().check(z.minLength(1)),
  image: PinnedObject,
  mask: z.optional(PinnedObject),
  quality: z.optional(Quality),
  seed: z.nullish(Seed),
  request_ttl_seconds: z.int().check(z.gte(60), z.lte(21_600)),
  invocation_timeout_seconds: z.int().check(z.gte(1), z.lte(3_600)),
});
export type RequestInferenceRequest = z.infer<typeof RequestInferenceRequest>;

/** Output of the task token: the model's answer. */
export const InferenceResult = z.union([EmbeddingAnswer, ReconstructionAnswer]);
export type InferenceResult = z.infer<typeof InferenceResult>;

/** After a timeout: checks whether the output of any attempt exists. */
export const CheckOutputRequest = z.extend(SessionFacts, {
  stage: InferenceStage,
  round: z.int().check(z.gte(0)),
});
export type CheckOutputRequest = z.infer<typeof CheckOutputRequest>;

/** Output of WaitForMask: what the user submitted. */
export const MaskSubmission = z.object({ mask: PinnedObject, quality: Quality, seed: z.optional(Seed) });
export type MaskSubmission = z.infer<typeof MaskSubmission>;

export const ValidateMaskRequest = z.extend(SessionFacts, {
  round: z.int().check(z.gte(0)),
  image: Photo,
  /** The mask as submitted. */
  mask: PinnedObject,
  quality: Quality,
});
/** `mask` is the prepared one. */
export const ValidateMaskResult = z.discriminatedUnion('accepted', [
  z.object({ accepted: z.literal(true), mask: Mask }),
  z.object({ accepted: z.literal(false), reason: Reason }),
]);
export type ValidateMaskResult = z.infer<typeof ValidateMaskResult>;

export const NotifySuccessRequest = z.extend(SessionFacts, { result: ReconstructionAnswer });
export const NotifySuccessResult = z.object({ mail: z.enum(['sent', 'failed', 'already_sent']) });

/** States at which a redrive may resume. */
export const ResumableState = z.enum([
  'ValidateInput',
  'RequestEmbedding',
  'WaitForMask',
  'ValidateMask',
  'RequestReconstruction',
  'NotifySuccess',
]);
export type ResumableState = z.infer<typeof ResumableState>;

export const HandleErrorRequest = z.extend(SessionFacts, {
  /** Redrive count when the failure was caught. Smaller than `redrive` when a redrive runs the handler again. */
  failed_at_redrive: z.int().check(z.gte(0)),
  /** The state that a redrive resumes. */
  failed_state: ResumableState,
  error: z.object({ Error: z.nullish(z.string()), Cause: z.nullish(z.string()) }),
});
export const HandleErrorResult = z.object({ resume: ResumableState });
