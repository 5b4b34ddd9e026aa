import type * as z from 'zod/mini';
import { HandleErrorRequest, type HandleErrorResult } from '#contracts/workflow.ts';
import { SessionFailure } from '#tasks/core/errors.ts';
import { classify } from '#tasks/core/failure/classify.ts';
import { failSession } from '#tasks/core/failure/fail-session.ts';
import { reasonFor } from '#tasks/core/failure/reasons.ts';
import { taskHandler } from '#tasks/core/middleware/task.ts';
import { resumeRow } from '#tasks/core/session/transitions.ts';
import { handleError } from '#tasks/manifest.ts';

/**
 * HandleError: fails the session, sends the emails, then throws the original error, so that the execution ends FAILED
 * here. A redrive runs this task again: it then resumes the session and returns the state to continue with.
 */
export const handler = taskHandler(handleError, HandleErrorRequest, async (request, environment) => {
  if (request.redrive > request.failed_at_redrive) {
    await resumeRow(environment.JOB_STATUS_TABLE, request, request.failed_state);
    return { resume: request.failed_state } satisfies z.infer<typeof HandleErrorResult>;
  }
  const failure = classify(request.error);
  await failSession(environment, request, reasonFor(failure), request.failed_state);
  throw new SessionFailure(failure.code, failure.cause, { job_id: request.job_id });
});
