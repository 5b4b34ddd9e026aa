import type { RecordedResult } from '../contracts/callback.ts';
import { modelError, parseAnswer } from './answer.ts';

const maxReason = 500;

/**
 * Why SageMaker could not have a job done: by the body that the model left in the failure object, else by
 * SageMaker's own words, which say nothing stable except that something timed out or expired.
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
