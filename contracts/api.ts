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
  /** Width and height of the prepared photo in pixels. A mask must have the same aspect. */
  image_size: z.optional(z.tuple([z.int(), z.int()])),
  mask_round: z.optional(z.int()),
  mask_deadline: z.optional(z.iso.datetime()),
  mesh_stats: z.optional(MeshStats),
  model: z.optional(ModelName),
  mail: z.optional(z.enum(['sent', 'failed'])),
});
export type StatusResponse = z.infer<typeof StatusResponse>;

/** Content types of a photo. What the file is, is read from its bytes. */
export const PhotoContentType = z.enum([
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/avif',
  'image/heic',
  'image/heif',
  'image/gif',
  'image/tiff',
  'image/bmp',
]);

/** Content types of a mask. */
export const MaskContentType = z.enum(['image/png', 'image/webp', 'image/jpeg']);

/** Requests a form to POST a file with, or, with `copy_of`, a copy on the server. */
export const UploadRequest = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('photo'),
    session_id: SessionId,
    content_type: PhotoContentType,
  }),
  z.strictObject({ kind: z.literal('mask'), session_id: SessionId, content_type: MaskContentType }),
  z.strictObject({ kind: z.literal('copy'), session_id: SessionId, copy_of: JobId }),
]);
export const UploadResponse = z.object({
  s3_key: z.string(),
  /** Absent for a copy. */
  upload: z.optional(z.object({ url: z.url(), fields: z.record(z.string(), z.string()) })),
  expires_at: z.optional(z.iso.datetime()),
});
export type UploadResponse = z.infer<typeof UploadResponse>;

export const SessionSummary = z.extend(
  z.pick(StatusResponse, {
    job_id: true,
    session_id: true,
    status: true,
    task: true,
    stage: true,
    progress: true,
    created_at: true,
    updated_at: true,
    reason: true,
  }),
  {
    /**
     * Short-lived presigned URL of the photo's thumbnail (WebP), once the photo is prepared. It stays the same for some
     * minutes, so that browsers can cache the picture. Sessions of release 0.1 have no thumbnail: the URL answers 404.
     */
    thumbnail_url: z.optional(z.url()),
  },
);
export type SessionSummary = z.infer<typeof SessionSummary>;
export const SessionsQuery = z.object({
  limit: z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(100)), 20),
  next: z.optional(z.string().check(z.maxLength(2048))),
});
export const SessionsResponse = z.object({ sessions: z.array(SessionSummary), next: z.optional(z.string()) });
export type SessionsResponse = z.infer<typeof SessionsResponse>;

export const DeleteResponse = z.object({ job_id: JobId, status: z.literal('cancelled') });

/** The session's files. `photo` and `mask` are the prepared ones. */
export const ResultFile = z.enum([
  'photo',
  'thumbnail',
  'alpha_mask',
  'embeddings',
  'embeddings_data',
  'mask',
  'mesh',
  'splat',
]);
export type ResultFile = z.infer<typeof ResultFile>;
export const ResultResponse = z.object({
  job_id: JobId,
  status: Status,
  /** Width and height of the prepared photo in pixels. */
  image_size: z.optional(z.tuple([z.int(), z.int()])),
  /** Short-lived presigned URLs of the files that exist. */
  files: z.partialRecord(ResultFile, z.url()),
  expires_at: z.iso.datetime(),
  mesh_stats: z.optional(MeshStats),
  model: z.optional(ModelName),
});
export type ResultResponse = z.infer<typeof ResultResponse>;
