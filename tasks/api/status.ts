import { apiHandler } from '#tasks/core/middleware/api.ts';
import { callerOf, jobIdOfPath } from '#tasks/core/middleware/request.ts';
import { reconciled } from '#tasks/core/session/reconcile.ts';
import { statusView } from '#tasks/core/session/status-view.ts';
import { readOwnRow } from '#tasks/core/session/store.ts';
import { logSession } from '#tasks/core/telemetry/telemetry.ts';
import { status } from '#tasks/manifest.ts';

/** GET /status/{job_id}: the status of a session. */
export const handler = apiHandler(status, async (event, environment) => {
  const { userId, email } = callerOf(event);
  const jobId = jobIdOfPath(event);
  logSession(jobId);
  const row = await readOwnRow(environment.JOB_STATUS_TABLE, jobId, userId);
  return { status: 200, body: statusView(await reconciled(environment, row, email)) };
});
