import type * as z from 'zod/mini';
import type { SessionRow } from '#tasks/core/contracts/session.ts';
import { NotifySuccessRequest, type NotifySuccessResult } from '#tasks/core/contracts/workflow.ts';
import type { EnvironmentOf } from '#tasks/core/environment.ts';
import type { MailOutcome } from '#tasks/core/mail/once.ts';
import {
  adminSuccessLetter,
  type SuccessFacts,
  userSuccessLetter,
} from '#tasks/core/mail/success-letters.ts';
import { tell } from '#tasks/core/mail/tell.ts';
import { loggable } from '#tasks/core/middleware/loggable.ts';
import { count, logger } from '#tasks/core/middleware/observability.ts';
import { taskHandler } from '#tasks/core/middleware/task.ts';
import { isTransient } from '#tasks/core/middleware/transient.ts';
import { metricNames } from '#tasks/core/names.ts';
import { advance, noteMail } from '#tasks/core/session/transitions.ts';
import { ticketKeys } from '#tasks/core/ticket/keys.ts';
import { signTicket } from '#tasks/core/ticket/ticket.ts';
import { isoNow } from '#tasks/core/time.ts';

type Request = z.infer<typeof NotifySuccessRequest>;
type Environment = EnvironmentOf<'notify-success'>;

/** NotifySuccess: the session is completed first; a mail that cannot be sent then shows, but fails nothing. */
export const handler = taskHandler('notify-success', NotifySuccessRequest, async (request, environment) => {
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

/** A session that an earlier redrive has completed has the mails of that one, and gets no others. */
function completedBy(row: SessionRow, request: Request): Request {
  return row.status === 'completed' ? { ...request, redrive: row.redrive_count } : request;
}

/** What may pass is tried again by the state machine; anything else is noted and alarmed. */
async function mail(request: Request, environment: Environment): Promise<MailOutcome> {
  try {
    const facts = await factsOf(request, environment);
    return await tell(environment, request, {
      event: 'success',
      user: userSuccessLetter(environment.SUCCESS_SUBJECT, facts),
      admin: adminSuccessLetter(facts),
    });
  } catch (error) {
    if (isTransient(error)) throw error;
    logger.error('The success could not be mailed', { failure: loggable(error) });
    count(metricNames.mailFailed);
    await noteMail(environment.JOB_STATUS_TABLE, request, 'failed');
    return 'failed';
  }
}

async function factsOf(request: Request, environment: Environment): Promise<SuccessFacts> {
  const keys = await ticketKeys(environment.TICKET_SECRET_ID);
  const ticket = signTicket(keys, request.job_id, environment.TICKET_SECONDS);
  return {
    sessionId: request.session_id,
    jobId: request.job_id,
    userId: request.user_id,
    meshStats: request.result.mesh_stats,
    model: request.result.model,
    downloadUrl: `${environment.API_URL.replace(/\/$/, '')}/download/${ticket}`,
    ticketSeconds: environment.TICKET_SECONDS,
    siteUrl: environment.SITE_URL,
    completedAt: isoNow(),
  };
}
