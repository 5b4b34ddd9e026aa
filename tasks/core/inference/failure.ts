import type { RecordedResult } from '#contracts/callback.ts';
import { modelError, parseAnswer } from './answer.ts';

const maxReason = 500;

/**
 * Why a job failed: from the model's own error in the failure object, or else from SageMaker's message, which is
 * stable only about timeouts and expiry.
 */
export function inferenceFailure(
  invocationStatus: string,
  failureReason: string,
  failureObject: string | undefined,
): RecordedResult {
  const answer = failureObject === undefined ? undefined : parseAnswer(failureObject);
  if (answer?.status === 'error') return modelError(answer.error);
  const words = `${invocationStatus} ${failureReason}`;
  const message = failureReason.slice(0, maxReason) || `The invocation ended as ${invocationStatus}.`;
  if (/expired|ttl|time.to.live/i.test(words)) return failure('InferenceExpired', message);
  if (/time[ds]?.?out/i.test(words)) return failure('ModelTimedOut', message);
  return failure('ModelFailed', message);
}

function failure(code: string, message: string): RecordedResult {
  return { kind: 'failure', error: { code, message } };
}
