import type { StatusResponse } from '#contracts/api.ts';
import type { SessionRow } from '#contracts/session.ts';

/** The part of a session that its user may see: no token, key or version. */
export function statusView(row: SessionRow): StatusResponse {
  return {
    job_id: row.job_id,
    session_id: row.session_id,
    status: row.status,
    task: row.task,
    stage: row.stage,
    progress: row.progress,
    created_at: row.created_at,
    updated_at: row.updated_at,
    stage_times: row.stage_times,
    reason: row.reason,
    image_size: row.image && [row.image.width, row.image.height],
    mask_round: row.mask_round,
    mask_deadline: row.mask_deadline,
    mesh_stats: row.mesh_stats,
    model: row.model,
    mail: row.mail,
  };
}
