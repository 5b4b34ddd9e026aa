import * as z from 'zod';
import { JobId, Reason, SessionId, Stage, Status, TaskName, UserId } from './common.ts';
import { Photo } from './image.ts';
import { MeshStats, ModelName } from './model-job.ts';

/** The session's row in `Gen3DJobStatus`. Times are ISO 8601 in UTC; `expires_at` is epoch seconds. */
export const SessionRow = z.object({
  job_id: JobId,
  user_id: UserId,
  session_id: SessionId,
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
  status: Status,
  task: TaskName,
  stage: Stage,
  progress: z.int().min(0).max(100),
  /** Highest redrive count that wrote this row; a terminal status changes only with a higher one. */
  redrive_count: z.int().min(0),
  image_key: z.string(),
  reason: Reason.optional(),
  image: Photo.optional(),
  /** When each stage began. */
  stage_times: z.record(z.string(), z.iso.datetime()),
  mask_round: z.int().min(0).optional(),
  mask_deadline: z.iso.datetime().optional(),
  /** Answers WaitForMask; never leaves the table. */
  mask_token: z.string().optional(),
  /** Version that the running or last round was given, and the one that was accepted. */
  mask_version: z.string().optional(),
  mesh_stats: MeshStats.optional(),
  has_splat: z.boolean().optional(),
  model: ModelName.optional(),
  mail: z.enum(['sent', 'failed']).optional(),
  deleted_at: z.iso.datetime().optional(),
  expires_at: z.int().positive(),
});
export type SessionRow = z.infer<typeof SessionRow>;
