import type * as z from 'zod/mini';
import { metricNames } from '#contracts/names.ts';
import type { SessionRow } from '#contracts/session.ts';
import { NotifySuccessRequest, type NotifySuccessResult } from '#contracts/workflow.ts';
import { isTransient } from '#tasks/core/aws-errors.ts';
import { signDownloadToken } from '#tasks/core/download-token/download-token.ts';
import { downloadTokenKeys } from '#tasks/core/download-token/key-set.ts';
import type { EmailOutcome } from '#tasks/core/email/idempotent-send.ts';
import { notify } from '#tasks/core/email/notify.ts';
import {
  adminSuccessEmail,
  type SuccessFacts,
  userSuccessEmail,
} from '#tasks/core/email/success-templates.ts';
import { taskHandler } from '#tasks/core/middleware/task.ts';
import { advance, recordEmail } from '#tasks/core/session/transitions.ts';
import { loggable } from '#tasks/core/telemetry/loggable.ts';
import { count, logger } from '#tasks/core/telemetry/telemetry.ts';
import { isoNow } from '#tasks/core/time.ts';
import { type EnvironmentOf, notifySuccess } from '#tasks/manifest.ts';

type Request = z.infer<typeof NotifySuccessRequest>;
type Environment = EnvironmentOf<typeof notifySuccess>;

/** NotifySuccess: completes the session first. An email that cannot be sent shows in the status but fails nothing. */
export const handler = taskHandler(notifySuccess, NotifySuccessRequest, async (request, environment) => {
  const { mesh_stats, model, splat_s3_key } = request.result;
  const row = await advance(environment.JOB_STATUS_TABLE, request, 'done', {
    mesh_stats,
    model,
    has_splat: splat_s3_key !== undefined,
  } satisfies Partial<SessionRow>);
  count(metricNames.sessionCompleted);
  return { mail: await mail(completedBy(row, request), environment) } satisfies z.infer<
    typeof NotifySuccessResult
  >;
});

/** A session that an earlier redrive has completed gets no further emails. */
function completedBy(row: SessionRow, request: Request): Request {
  return row.status === 'completed' ? { ...request, redrive: row.redrive_count } : request;
}

/** The state machine retries transient errors. All others are recorded and raise an alarm. */
async function mail(request: Request, environment: Environment): Promise<EmailOutcome> {
  try {
    const facts = await factsOf(request, environment);
    return await notify(environment, request, {
      event: 'success',
      user: userSuccessEmail(environment.SUCCESS_SUBJECT, facts),
      admin: adminSuccessEmail(facts),
    });
  } catch (error) {
    if (isTransient(error)) throw error;
    logger.error('The success email could not be sent', { failure: loggable(error) });
    count(metricNames.mailFailed);
    await recordEmail(environment.JOB_STATUS_TABLE, request, 'failed');
    return 'failed';
  }
}

async function factsOf(request: Request, environment: Environment): Promise<SuccessFacts> {
  const keys = await downloadTokenKeys(environment.TICKET_SECRET_ID);
  const token = signDownloadToken(keys, request.job_id, environment.TICKET_SECONDS);
  return {
    sessionId: request.session_id,
    jobId: request.job_id,
    userId: request.user_id,
    meshStats: request.result.mesh_stats,
    model: request.result.model,
    downloadUrl: `${environment.API_URL.replace(/\/$/, '')}/download/${token}`,
    downloadTokenSeconds: environment.TICKET_SECONDS,
    siteUrl: environment.SITE_URL,
    completedAt: isoNow(),
  };
}
