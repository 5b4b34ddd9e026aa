import type { RecordedResult } from '#contracts/callback.ts';
import { asyncKeys, inferenceIdOf } from '#contracts/keys.ts';
import type { SessionRow } from '#contracts/session.ts';
import { CheckOutputRequest, type InferenceResult } from '#contracts/workflow.ts';
import { readCallback } from '#tasks/core/callback/store.ts';
import { ConflictError, InferenceError } from '#tasks/core/errors.ts';
import { forStage } from '#tasks/core/inference/answer.ts';
import { inferenceFailure } from '#tasks/core/inference/failure.ts';
import { readAnswer } from '#tasks/core/inference/read-answer.ts';
import { validateAnswer } from '#tasks/core/inference/validate-answer.ts';
import { taskHandler } from '#tasks/core/middleware/task.ts';
import { readRow } from '#tasks/core/session/store.ts';
import { checkOutput, type EnvironmentOf } from '#tasks/manifest.ts';

/**
 * CheckOutput: no answer came in time. Checks the recorded result of every attempt and the keys where SageMaker
 * writes, in case the notification was lost.
 */
export const handler = taskHandler(checkOutput, CheckOutputRequest, async (request, environment) => {
  const row = await readRow(environment.JOB_STATUS_TABLE, request.job_id);
  if (row === undefined || row.deleted_at !== undefined) {
    throw new ConflictError('SessionCancelled', 'The session was deleted.');
  }
  const results = await resultsOf(environment, request, row);
  for (const result of results) if (result.kind === 'answer') return result.answer satisfies InferenceResult;
  const last = results.at(-1);
  if (last?.kind === 'failure') throw new InferenceError(last.error.code, last.error.message);
  throw new InferenceError('InferenceTimedOut', 'The model has not answered in time.');
});

/** The known result of each attempt, in order. The first attempt without a record ends the search. */
async function resultsOf(
  environment: EnvironmentOf<typeof checkOutput>,
  request: CheckOutputRequest,
  row: SessionRow,
): Promise<RecordedResult[]> {
  const results: RecordedResult[] = [];
  for (let attempt = 0; ; attempt += 1) {
    const inferenceId = inferenceIdOf({ ...request, attempt });
    const callback = await readCallback(environment.JOB_STATUS_TABLE, inferenceId);
    if (callback === undefined) return results;
    const result = callback.result ?? (await written(environment.S3_BUCKET, row, inferenceId));
    if (result !== undefined) results.push(forStage(result, request.stage));
  }
}

async function written(
  bucket: string,
  row: SessionRow,
  inferenceId: string,
): Promise<RecordedResult | undefined> {
  const keys = asyncKeys(row.job_id, inferenceId);
  const output = await readAnswer(bucket, keys.output);
  if (output !== undefined) return validateAnswer(bucket, row, output);
  const failure = await readAnswer(bucket, keys.failure);
  return failure === undefined ? undefined : inferenceFailure('Failed', failure, failure);
}
