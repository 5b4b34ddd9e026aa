import type { Reason } from '../contracts/common.ts';
import type { SessionRow } from '../contracts/session.ts';
import { adminFailureLetter, userFailureLetter } from '../mail/failure-letters.ts';
import { type MailHome, tell } from '../mail/tell.ts';
import { loggable } from '../middleware/loggable.ts';
import { count, logger } from '../middleware/observability.ts';
import { metricNames } from '../names.ts';
import { failRow, type Writer } from '../session/transitions.ts';

export interface FailureHome extends MailHome {
  readonly SITE_URL: string;
  readonly FAILURE_SUBJECT: string;
}

/**
 * Marks a session failed and mails user and admin, each once. A session that was deleted, has succeeded, or went
 * on by a later redrive stays as it is, and nobody is mailed.
 * @param state where it failed, undefined when the execution ended from outside
 */
export async function failSession(
  home: FailureHome,
  writer: Writer,
  reason: Reason,
  state: string | undefined,
): Promise<void> {
  const row = await failRow(home.JOB_STATUS_TABLE, writer, reason);
  if (row === undefined) return;
  await mail(home, row, writer, state);
}

/** Trouble with the mail never hides why the session failed. */
async function mail(
  home: FailureHome,
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
    siteUrl: home.SITE_URL,
  };
  try {
    await tell(
      home,
      { ...row, redrive: writer.redrive },
      {
        event: 'failure',
        user: userFailureLetter(home.FAILURE_SUBJECT, facts),
        admin: adminFailureLetter(facts),
      },
    );
  } catch (error) {
    logger.error('The failure could not be mailed', { failure: loggable(error) });
    count(metricNames.mailFailed);
  }
}
