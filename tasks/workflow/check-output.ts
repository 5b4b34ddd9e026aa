import { readCallback } from '#tasks/core/callback/store.ts';
import type { RecordedResult } from '#tasks/core/contracts/callback.ts';
import type { SessionRow } from '#tasks/core/contracts/session.ts';
import { CheckOutputRequest, type InferenceResult } from '#tasks/core/contracts/workflow.ts';
import type { EnvironmentOf } from '#tasks/core/environment.ts';
import { ConflictError, InferenceError } from '#tasks/core/errors.ts';
import { forStage } from '#tasks/core/inference/answer.ts';
import { inferenceFailure } from '#tasks/core/inference/failure.ts';
import { judgeAnswer } from '#tasks/core/inference/judge.ts';
import { readAnswer } from '#tasks/core/inference/read-answer.ts';
import { asyncKeys, inferenceIdOf } from '#tasks/core/keys.ts';
import { taskHandler } from '#tasks/core/middleware/task.ts';
import { readRow } from '#tasks/core/session/store.ts';

/**
 * CheckOutput: no answer came in time. Looks at every attempt's recorded result and at the keys where SageMaker
 * writes, for the message may have been lost on its way.
 */
export const handler = taskHandler('check-output', CheckOutputRequest, async (request, environment) => {
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

/** What is known of each attempt, in their order; an attempt without a trace ends the search. */
async function resultsOf(
  environment: EnvironmentOf<'check-output'>,
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
  if (output !== undefined) return judgeAnswer(bucket, row, output);
  const failure = await readAnswer(bucket, keys.failure);
  return failure === undefined ? undefined : inferenceFailure('Failed', failure, failure);
}
