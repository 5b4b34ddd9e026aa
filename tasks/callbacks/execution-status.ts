import { ExecutionStatusChange } from '#contracts/notifications.ts';
import { endReason } from '#tasks/core/failure/end-reason.ts';
import { failSession } from '#tasks/core/failure/fail-session.ts';
import { callbackHandler } from '#tasks/core/middleware/callback.ts';
import { readRow } from '#tasks/core/session/store.ts';
import { purgeSession } from '#tasks/core/storage/purge.ts';
import { logger, logSession } from '#tasks/core/telemetry/telemetry.ts';
import { executionStatus } from '#tasks/manifest.ts';

/**
 * EventBridge: an execution has ended. When a state failed, HandleError has already failed the session. Executions
 * that were stopped or timed out are failed here, with the same send records. A deleted session is purged.
 */
export const handler = callbackHandler(executionStatus, async (event, environment) => {
  const { detail } = ExecutionStatusChange.parse(event);
  logSession(detail.name);
  logger.info('An execution has ended', { status: detail.status, redrive: detail.redriveCount });
  const row = await readRow(environment.JOB_STATUS_TABLE, detail.name);
  if (row === undefined) {
    logger.warn('An execution without a session has ended', { status: detail.status });
    return;
  }
  if (row.deleted_at !== undefined) return purgeSession(environment.S3_BUCKET, row);
  const reason = endReason(detail.status, { Error: detail.error, Cause: detail.cause });
  if (reason === undefined) return;
  const writer = { job_id: row.job_id, redrive: detail.redriveCount };
  return failSession(environment, writer, reason, undefined);
});
