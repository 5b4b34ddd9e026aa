import type { StatusResponse } from '#contracts/api.ts';

export const jobId = 'gen3d-0123456789abcdef';

/** A status as the API tells it, with what a test changes. */
export function statusWith(changes: Partial<StatusResponse> = {}): StatusResponse {
  return {
    job_id: jobId,
    session_id: 'session-1',
    status: 'processing',
    task: 'initialization',
    stage: 'embedding',
    progress: 20,
    created_at: '2026-01-02T03:04:05.000Z',
    updated_at: '2026-01-02T03:04:06.000Z',
    stage_times: {},
    ...changes,
  };
}
