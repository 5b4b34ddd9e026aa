import * as z from 'zod/mini';
import { DependencyError } from './errors.ts';

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

const WithMetadata = z.looseObject({ $metadata: z.looseObject({ httpStatusCode: z.optional(z.number()) }) });

/** HTTP status of an SDK error; undefined when there was no answer, or when it is another error. */
export function serviceStatusOf(error: unknown): number | undefined {
  const parsed = WithMetadata.safeParse(error);
  return parsed.success ? parsed.data.$metadata.httpStatusCode : undefined;
}

/**
 * Gives all transient failures of AWS one name, `DependencyUnavailable`, which the state machine retries. Other
 * errors are returned unchanged.
 */
export function named(error: unknown): unknown {
  if (!isTransient(error)) return error;
  return new DependencyError('DependencyUnavailable', 'A service that the session needs is unavailable.', {
    service_error: error instanceof Error ? error.name : 'Unknown',
  });
}

/** Whether a retry may help: AWS throttled the call, dropped the connection, or failed. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const status = serviceStatusOf(error);
  if (status !== undefined && (status >= 500 || status === 429)) return true;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return transientNames.includes(error.name) || networkCodes.includes(code);
}
