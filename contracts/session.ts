import * as z from 'zod/mini';
import { JobId, PinnedObject, Reason, SessionId, Stage, Status, TaskName, UserId } from './common.ts';
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
  progress: z.int().check(z.gte(0), z.lte(100)),
  /** Highest redrive count that wrote this row. A terminal status changes only with a higher one. */
  redrive_count: z.int().check(z.gte(0)),
  /** Where the user's photo was uploaded. */
  image_key: z.string(),
  reason: z.optional(Reason),
  image: z.optional(Photo),
  /** When each stage began. */
  stage_times: z.record(z.string(), z.iso.datetime()),
  mask_round: z.optional(z.int().check(z.gte(0))),
  mask_deadline: z.optional(z.iso.datetime()),
  /** Task token of WaitForMask. Never leaves the table. */
  mask_token: z.optional(z.string()),
  /** Version of the mask that was submitted in the current or last round. */
  mask_version: z.optional(z.string()),
  /** The accepted mask as prepared for the model. Rows of release 0.1 lack it: theirs is the submitted one. */
  mask: z.optional(PinnedObject),
  mesh_stats: z.optional(MeshStats),
  has_splat: z.optional(z.boolean()),
  model: z.optional(ModelName),
  mail: z.optional(z.enum(['sent', 'failed'])),
  deleted_at: z.optional(z.iso.datetime()),
  expires_at: z.int().check(z.positive()),
});
export type SessionRow = z.infer<typeof SessionRow>;
