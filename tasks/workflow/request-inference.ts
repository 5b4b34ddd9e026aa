import { markInvoked, readCallback, storeToken } from '#tasks/core/callback/store.ts';
import type { RecordedResult } from '#tasks/core/contracts/callback.ts';
import { RequestInferenceRequest } from '#tasks/core/contracts/workflow.ts';
import { answerToken } from '#tasks/core/execution/token.ts';
import { forStage } from '#tasks/core/inference/answer.ts';
import { invokeModel } from '#tasks/core/inference/invoke.ts';
import { inferenceIdOf } from '#tasks/core/keys.ts';
import { logger } from '#tasks/core/middleware/observability.ts';
import { taskHandler } from '#tasks/core/middleware/task.ts';
import { advance } from '#tasks/core/session/transitions.ts';

/**
 * RequestEmbedding and RequestReconstruction: stores the task token, then asks the endpoint. A repeat asks again
 * only when nothing says that the endpoint has taken the request; a result that is already there answers.
 */
export const handler = taskHandler(
  'request-inference',
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

/** An earlier attempt's answer serves this one too: it may have come after that attempt was given up. */
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
