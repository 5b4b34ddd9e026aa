import * as z from 'zod/mini';
import { JobId, maxMoreObjects, PinnedObject, Quality, Reason, Seed, SessionId, UserId } from './common.ts';

const JobFacts = z.object({
  bucket: z.string().check(z.minLength(3)),
  session_id: SessionId,
  user_id: UserId,
  job_id: JobId,
  image: PinnedObject,
});

export const EmbeddingJob = z.extend(JobFacts, { task: z.literal('get_embedding') });
export const ReconstructionJob = z.extend(JobFacts, {
  task: z.literal('generate_3d'),
  mask: PinnedObject,
  /** Masks of further objects of the same photo: those of objects 2, 3, … in this order, see `objectKeys`. */
  more_masks: z.optional(z.array(PinnedObject).check(z.minLength(1), z.maxLength(maxMoreObjects))),
  quality: z._default(Quality, 'high'),
  seed: z.optional(Seed),
});

/** A job for the endpoint: the body of InvokeEndpointAsync (at most 128,000 bytes). */
export const ModelJob = z.discriminatedUnion('task', [EmbeddingJob, ReconstructionJob]);
export type ModelJob = z.infer<typeof ModelJob>;

/** The model that answered. `preview` is true for the preview model, which needs no GPU. */
export const ModelName = z.object({ name: z.string(), revision: z.string(), preview: z.boolean() });
export type ModelName = z.infer<typeof ModelName>;

/** Seconds by step, always with `total`. */
const Timings = z.record(z.string(), z.number().check(z.gte(0)));

export const EmbeddingAnswer = z.object({
  status: z.literal('success'),
  task: z.literal('get_embedding'),
  embeddings_s3_key: z.string(),
  /** Width and height of the prepared photo in pixels. */
  image_size: z.tuple([z.int(), z.int()]),
  model: ModelName,
  timings: Timings,
});

export const MeshStats = z.object({
  /** Vertices, or points where the model has no faces. */
  num_points: z.int().check(z.gte(0)),
  /** Triangles. Absent from models that are points alone. */
  num_faces: z.optional(z.int().check(z.gte(0))),
  file_size_mb: z.number().check(z.gte(0)),
  has_colors: z.boolean(),
  mask_coverage_percent: z.number().check(z.gte(0), z.lte(100)),
});
export type MeshStats = z.infer<typeof MeshStats>;

/** What a reconstruction made of one mask. */
const ReconstructedObject = z.object({
  output_s3_key: z.string(),
  splat_s3_key: z.optional(z.string()),
  mesh_stats: MeshStats,
  /** Object to camera: metres-free scale, wxyz quaternion, translation; absent from the preview. */
  pose: z.optional(
    z.object({
      translation: z.array(z.number()).check(z.length(3)),
      rotation: z.array(z.number()).check(z.length(4)),
      scale: z.array(z.number()).check(z.length(3)),
    }),
  ),
});

/** The first object's members are the answer's own. */
export const ReconstructionAnswer = z.extend(ReconstructedObject, {
  status: z.literal('success'),
  task: z.literal('generate_3d'),
  /** The objects of `more_masks`, in the job's order. */
  more_objects: z.optional(z.array(ReconstructedObject).check(z.minLength(1), z.maxLength(maxMoreObjects))),
  model: ModelName,
  timings: Timings,
});

/** Error codes of the container. The last four may succeed on another attempt. */
export const ModelErrorCode = z.enum([
  'InvalidJob',
  'ObjectMissing',
  'ImageUnreadable',
  'ImageTooLarge',
  'MaskUnreadable',
  'MaskSizeMismatch',
  'MaskEmpty',
  'StorageDenied',
  'StorageFull',
  'OutOfMemory',
  'ModelFailed',
  'ModelTimedOut',
  'WorkerDied',
]);
export type ModelErrorCode = z.infer<typeof ModelErrorCode>;

/** A handled error is HTTP 200 with this body, so that its code reaches the output object. */
export const ModelErrorAnswer = z.object({ status: z.literal('error'), error: Reason });

export const ModelAnswer = z.union([EmbeddingAnswer, ReconstructionAnswer, ModelErrorAnswer]);
export type ModelAnswer = z.infer<typeof ModelAnswer>;
