import { DependencyError } from '../errors.ts';
import { httpStatusOf } from './loggable.ts';

const networkCodes = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT'];
const transientNames = [
  'TimeoutError',
  'ThrottlingException',
  'ThrottledException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'TooManyRequestsException',
  'SlowDown',
  'RequestTimeout',
  'KmsThrottlingException',
];

/**
 * Gives the failures of AWS that may pass one name, which the state machine retries (`DependencyUnavailable`).
 * Everything else stays what it is.
 */
export function named(error: unknown): unknown {
  if (!isTransient(error)) return error;
  return new DependencyError('DependencyUnavailable', 'A service that the session needs is not answering.', {
    service_error: error instanceof Error ? error.name : 'Unknown',
  });
}

/** Whether another try may help: throttled, broken off, or failed on the side of AWS. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const status = httpStatusOf(error);
  if (status !== undefined && (status >= 500 || status === 429)) return true;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return transientNames.includes(error.name) || networkCodes.includes(code);
}
