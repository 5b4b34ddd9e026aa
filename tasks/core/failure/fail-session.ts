import type { Reason } from '#contracts/common.ts';
import { metricNames } from '#contracts/names.ts';
import type { SessionRow } from '#contracts/session.ts';
import { adminFailureEmail, userFailureEmail } from '../email/failure-templates.ts';
import { type EmailConfig, notify } from '../email/notify.ts';
import { failRow, type Writer } from '../session/transitions.ts';
import { loggable } from '../telemetry/loggable.ts';
import { count, logger } from '../telemetry/telemetry.ts';

export interface FailureConfig extends EmailConfig {
  readonly SITE_URL: string;
  readonly FAILURE_SUBJECT: string;
}

/**
 * Fails a session and emails user and admin, each once. A session that was deleted, has succeeded, or was resumed
 * by a later redrive stays unchanged, and no email is sent.
 * @param state the state that failed, undefined when the execution was stopped or timed out
 */
export async function failSession(
  config: FailureConfig,
  writer: Writer,
  reason: Reason,
  state: string | undefined,
): Promise<void> {
  const row = await failRow(config.JOB_STATUS_TABLE, writer, reason);
  if (row === undefined) return;
  await mail(config, row, writer, state);
}

/** An email that cannot be sent never hides why the session failed. */
async function mail(
  config: FailureConfig,
  row: SessionRow,
  writer: Writer,
  state: string | undefined,
): Promise<void> {
  if (row.reason === undefined) return;
  const facts = {
    sessionId: row.session_id,
    jobId: row.job_id,
    userId: row.user_id,
    reason: row.reason,
    state,
    siteUrl: config.SITE_URL,
  };
  try {
    await notify(
      config,
      { ...row, redrive: writer.redrive },
      {
        event: 'failure',
        user: userFailureEmail(config.FAILURE_SUBJECT, facts),
        admin: adminFailureEmail(facts),
      },
    );
  } catch (error) {
    logger.error('The failure email could not be sent', { failure: loggable(error) });
    count(metricNames.mailFailed);
  }
}
