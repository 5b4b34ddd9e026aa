import * as z from 'zod/mini';
import { JobId, Quality, Reason, Seed, SessionId, Stage, Status, TaskName } from './common.ts';
import { MeshStats, ModelName } from './model-job.ts';

/** Path parameters. */
export const JobPath = z.object({ job_id: JobId });
export const DownloadPath = z.object({ ticket: z.string().check(z.minLength(1)) });

/** Every error of the API, including those of the gateway. */
export const ErrorBody = z.object({ error: Reason });

export const InitializeRequest = z.strictObject({
  session_id: SessionId,
  image_s3_key: z.string().check(z.minLength(1), z.maxLength(1024)),
});
export const InitializeResponse = z.object({
  job_id: JobId,
  status: Status,
  embeddings_s3_key: z.string(),
  poll_url: z.string(),
});

export const ReconstructRequest = z.strictObject({
  session_id: SessionId,
  image_s3_key: z.string().check(z.minLength(1), z.maxLength(1024)),
  mask_s3_key: z.string().check(z.minLength(1), z.maxLength(1024)),
  quality: z._default(Quality, 'high'),
  seed: z.optional(Seed),
});
export const ReconstructResponse = z.object({
  job_id: JobId,
  status: Status,
  output_s3_key: z.string(),
  poll_url: z.string(),
});

export const StatusResponse = z.object({
  job_id: JobId,
  session_id: SessionId,
  status: Status,
  task: TaskName,
  stage: Stage,
  /** In percent. Never decreases within one redrive. */
  progress: z.int().check(z.gte(0), z.lte(100)),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
  stage_times: z.record(z.string(), z.iso.datetime()),
  reason: z.optional(Reason),
  /** Size of the upright photo in pixels. The mask must have the same size. */
  image_size: z.optional(z.tuple([z.int(), z.int()])),
  mask_round: z.optional(z.int()),
  mask_deadline: z.optional(z.iso.datetime()),
  mesh_stats: z.optional(MeshStats),
  model: z.optional(ModelName),
  mail: z.optional(z.enum(['sent', 'failed'])),
});
export type StatusResponse = z.infer<typeof StatusResponse>;

/** Requests a form to POST a file with, or, with `copy_of`, a copy on the server. */
export const UploadRequest = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('photo'),
    session_id: SessionId,
    content_type: z.enum(['image/jpeg', 'image/png']),
  }),
  z.strictObject({ kind: z.literal('mask'), session_id: SessionId, content_type: z.literal('image/png') }),
  z.strictObject({ kind: z.literal('copy'), session_id: SessionId, copy_of: JobId }),
]);
export const UploadResponse = z.object({
  s3_key: z.string(),
  /** Absent for a copy. */
  upload: z.optional(z.object({ url: z.url(), fields: z.record(z.string(), z.string()) })),
  expires_at: z.optional(z.iso.datetime()),
});
export type UploadResponse = z.infer<typeof UploadResponse>;

export const SessionSummary = z.pick(StatusResponse, {
  job_id: true,
  session_id: true,
  status: true,
  task: true,
  stage: true,
  progress: true,
  created_at: true,
  updated_at: true,
  reason: true,
});
export const SessionsQuery = z.object({
  limit: z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(100)), 20),
  next: z.optional(z.string().check(z.maxLength(2048))),
});
export const SessionsResponse = z.object({ sessions: z.array(SessionSummary), next: z.optional(z.string()) });
export type SessionsResponse = z.infer<typeof SessionsResponse>;

export const DeleteResponse = z.object({ job_id: JobId, status: z.literal('cancelled') });

/** Short-lived presigned URLs of the session's existing files. */
export const ResultFile = z.enum(['photo', 'embeddings', 'embeddings_data', 'mask', 'mesh', 'splat']);
export type ResultFile = z.infer<typeof ResultFile>;
export const ResultResponse = z.object({
  job_id: JobId,
  status: Status,
  files: z.partialRecord(ResultFile, z.url()),
  expires_at: z.iso.datetime(),
  mesh_stats: z.optional(MeshStats),
  model: z.optional(ModelName),
});
export type ResultResponse = z.infer<typeof ResultResponse>;
