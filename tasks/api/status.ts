import { apiHandler } from '#tasks/core/middleware/api.ts';
import { logSession } from '#tasks/core/middleware/observability.ts';
import { callerOf, jobIdOfPath } from '#tasks/core/middleware/request.ts';
import { repaired } from '#tasks/core/session/repair.ts';
import { statusView } from '#tasks/core/session/status-view.ts';
import { readOwnRow } from '#tasks/core/session/store.ts';

/** GET /status/{job_id}: how far a session is. */
export const handler = apiHandler('status', async (event, environment) => {
  const { userId, email } = callerOf(event);
  const jobId = jobIdOfPath(event);
  logSession(jobId);
  const row = await readOwnRow(environment.JOB_STATUS_TABLE, jobId, userId);
  return { status: 200, body: statusView(await repaired(environment, row, email)) };
});
