import { ExecutionStatusChange } from '#tasks/core/contracts/notifications.ts';
import { endReason } from '#tasks/core/failure/end-reason.ts';
import { failSession } from '#tasks/core/failure/tell-failure.ts';
import { callbackHandler } from '#tasks/core/middleware/callback.ts';
import { logger, logSession } from '#tasks/core/middleware/observability.ts';
import { readRow } from '#tasks/core/session/store.ts';
import { sweepSession } from '#tasks/core/storage/sweep.ts';

/**
 * EventBridge: an execution has ended. HandleError has done most of it when a state failed; what was stopped or
 * timed out as a whole is marked and mailed here, by the same marks. What is left of a deleted session is swept.
 */
export const handler = callbackHandler('execution-status', async (event, environment) => {
  const { detail } = ExecutionStatusChange.parse(event);
  logSession(detail.name);
  logger.info('An execution has ended', { status: detail.status, redrive: detail.redriveCount });
  const row = await readRow(environment.JOB_STATUS_TABLE, detail.name);
  if (row === undefined) {
    logger.warn('An execution without a session has ended', { status: detail.status });
    return;
  }
  if (row.deleted_at !== undefined) return sweepSession(environment.S3_BUCKET, row);
  const reason = endReason(detail.status, { Error: detail.error, Cause: detail.cause });
  if (reason === undefined) return;
  const writer = { job_id: row.job_id, redrive: detail.redriveCount };
  return failSession(environment, writer, reason, undefined);
});
