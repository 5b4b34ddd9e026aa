import { z } from 'zod';
import type { SdkClients } from './sdk-clients.ts';
import { UnknownActionError } from './sdk-clients.ts';
import { type ServiceName, sdkServices } from './services.ts';
import type { TaskAnswer } from './task-caller.ts';

/** An error response of the service itself. */
const Answered = z.looseObject({
  $metadata: z.looseObject({
    httpStatusCode: z.number(),
    requestId: z.string().optional(),
    extendedRequestId: z.string().optional(),
  }),
});

/** How one kind of integration names errors and words causes. */
export interface ErrorStyle {
  readonly prefix: string;
  /** Name of every error that the service's API does not describe. */
  readonly unmodelled: string;
  cause(message: string, code: string, status: number, requestIds: RequestIds): string;
}

export interface RequestIds {
  readonly requestId: string;
  readonly extendedRequestId: string | undefined;
}

/** `aws-sdk:` tasks, after the AWS SDK for Java 2. */
export function sdkStyle(service: ServiceName): ErrorStyle {
  const { prefix } = sdkServices[service];
  return {
    prefix,
    unmodelled: `${prefix}Exception`,
    cause: (message, _code, status, { requestId, extendedRequestId }) => {
      const extended = extendedRequestId === undefined ? '' : `, Extended Request ID: ${extendedRequestId}`;
      const where = `(Service: ${prefix}, Status Code: ${status}, Request ID: ${requestId}${extended})`;
      return `${message} ${where} (SDK Attempt Count: 1)`;
    },
  };
}

/** The optimized integrations, after the AWS SDK for Java 1. */
export function optimizedStyle(prefix: string, serviceName: string, unmodelled: string): ErrorStyle {
  return {
    prefix,
    unmodelled,
    cause: (message, code, status, { requestId }) =>
      `${message} (Service: ${serviceName}; Status Code: ${status}; Error Code: ${code}; Request ID: ${requestId}; Proxy: null)`,
  };
}

/** Turns an error of an SDK call into a failed result. */
export async function failure(
  clients: SdkClients,
  service: ServiceName,
  style: ErrorStyle,
  error: unknown,
): Promise<TaskAnswer> {
  if (error instanceof UnknownActionError)
    return { ok: false, error: 'States.Runtime', cause: error.message };
  const answered = Answered.safeParse(error);
  if (!(error instanceof Error) || !answered.success) return clientFailure(style, error);
  const { httpStatusCode, requestId = '', extendedRequestId } = answered.data.$metadata;
  const modelled = await clients.isModelled(service, error);
  return {
    ok: false,
    error: `${style.prefix}.${modelled ? withException(error.name) : style.unmodelled}`,
    cause: style.cause(error.message, error.name, httpStatusCode, { requestId, extendedRequestId }),
  };
}

/** There was no response: refused, reset, timed out, or the request could not be written. */
function clientFailure(style: ErrorStyle, error: unknown): TaskAnswer {
  const problem = error instanceof Error ? error.message || codeOf(error) : 'unknown failure';
  return {
    ok: false,
    error: `${style.prefix}.SdkClientException`,
    cause: `Unable to execute HTTP request: ${problem}`,
  };
}

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : error.name;
}

function withException(name: string): string {
  return name.endsWith('Exception') ? name : `${name}Exception`;
}
