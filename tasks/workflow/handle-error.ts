import type * as z from 'zod/mini';
import { HandleErrorRequest, type HandleErrorResult } from '#tasks/core/contracts/workflow.ts';
import { SessionFailure } from '#tasks/core/errors.ts';
import { classify } from '#tasks/core/failure/classify.ts';
import { reasonFor } from '#tasks/core/failure/reasons.ts';
import { failSession } from '#tasks/core/failure/tell-failure.ts';
import { taskHandler } from '#tasks/core/middleware/task.ts';
import { resumeRow } from '#tasks/core/session/transitions.ts';

/**
 * HandleError: marks, mails, then fails with the true error, so that the execution ends FAILED right here. A
 * redrive runs this task again; it then takes the session up and says which state goes on.
 */
export const handler = taskHandler('handle-error', HandleErrorRequest, async (request, environment) => {
  if (request.redrive > request.failed_at_redrive) {
    await resumeRow(environment.JOB_STATUS_TABLE, request, request.failed_state);
    return { resume: request.failed_state } satisfies z.infer<typeof HandleErrorResult>;
  }
  const failure = classify(request.error);
  await failSession(environment, request, reasonFor(failure), request.failed_state);
  throw new SessionFailure(failure.code, failure.cause, { job_id: request.job_id });
});
