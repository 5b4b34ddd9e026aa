import type { RecordedResult } from '#contracts/callback.ts';
import { inferenceIdOf } from '#contracts/keys.ts';
import { RequestInferenceRequest } from '#contracts/workflow.ts';
import { markInvoked, readCallback, storeToken } from '#tasks/core/callback/store.ts';
import { answerToken } from '#tasks/core/execution/token.ts';
import { forStage } from '#tasks/core/inference/answer.ts';
import { invokeModel } from '#tasks/core/inference/invoke.ts';
import { taskHandler } from '#tasks/core/middleware/task.ts';
import { advance } from '#tasks/core/session/transitions.ts';
import { logger } from '#tasks/core/telemetry/telemetry.ts';
import { requestInference } from '#tasks/manifest.ts';

/**
 * RequestEmbedding and RequestReconstruction: stores the task token, then calls the endpoint. A repeat calls again
 * only when no call was recorded. A recorded result answers the token at once.
 */
export const handler = taskHandler(
  requestInference,
  RequestInferenceRequest,
  async (request, environment) => {
    const table = environment.JOB_STATUS_TABLE;
    const { job_id, stage, token } = request;
    await advance(table, request, stage === 'embedding' ? 'embedding' : 'reconstructing');
    const inferenceId = inferenceIdOf(request);
    const callback = await storeToken(table, inferenceId, { job_id, stage, token });
    const result = callback.result ?? (await earlierAnswer(table, request));
    if (result !== undefined) {
      await answerToken(token, forStage(result, stage));
    } else if (!callback.invoked) {
      await invokeModel(environment, request, inferenceId);
      await markInvoked(table, inferenceId, job_id);
      logger.info('The endpoint was asked', { stage, attempt: request.attempt, inference_id: inferenceId });
    }
    return { inference_id: inferenceId };
  },
);

/** The answer of an earlier attempt is valid for this one too: it may have arrived after that attempt's timeout. */
async function earlierAnswer(
  table: string,
  request: RequestInferenceRequest,
): Promise<RecordedResult | undefined> {
  for (let attempt = request.attempt - 1; attempt >= 0; attempt -= 1) {
    const earlier = await readCallback(table, inferenceIdOf({ ...request, attempt }));
    if (earlier?.result?.kind === 'answer') return earlier.result;
  }
  return undefined;
}
