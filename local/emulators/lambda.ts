import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { CallResult } from '../functions/call.ts';
import type { Functions } from '../functions/functions.ts';
import { AwsError } from './http/aws-error.ts';
import type { Answer } from './http/server.ts';
import { parseJson, type SignedCall, startSignedServer } from './http/signed-server.ts';
import { lambdaRetryDelaysMs } from './queue/lambda-delivery.ts';
import type { Service, ServiceOptions } from './service.ts';

export interface LambdaOptions extends Omit<ServiceOptions, 'folder'> {
  readonly functions: Functions;
  /**
   * Milliseconds to wait before each retry of an asynchronous call. A function's own limit may allow fewer
   * retries.
   */
  readonly retryDelaysMs?: readonly number[];
}

/** Source: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
const payloadLimit = 6 * 1024 * 1024;
const invocations = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;
const InvocationType = z.enum(['RequestResponse', 'Event', 'DryRun']);

/**
 * Lambda, with Invoke. Asynchronous calls (`Event`) are retried as on AWS but kept in memory only: local
 * services that must not lose one have their own queues.
 */
export async function startLambda(options: LambdaOptions): Promise<Service> {
  const closing = new AbortController();
  const server = await startSignedServer(
    { ...options, folder: '' },
    {
      service: 'lambda',
      bodyLimit: payloadLimit,
      handle: (call) => answer(options, call, closing.signal),
    },
  );
  const close = () => {
    closing.abort();
    return server.close();
  };
  return { url: server.url, close };
}

async function answer(options: LambdaOptions, call: SignedCall, closing: AbortSignal): Promise<Answer> {
  const { functions, retryDelaysMs = lambdaRetryDelaysMs } = options;
  const name = call.method === 'POST' ? invocations.exec(call.path)?.[1] : undefined;
  if (name === undefined)
    throw new AwsError(404, 'UnknownOperationException', 'The local Lambda only supports Invoke.');
  const type = InvocationType.safeParse(call.headers['x-amz-invocation-type'] ?? 'RequestResponse');
  if (!type.success)
    throw new AwsError(
      400,
      'InvalidParameterValueException',
      'The invocation type must be RequestResponse, Event or DryRun.',
    );
  const payload = JSON.stringify(parseJson(call.body));
  const { model } = functions.find(name);
  switch (type.data) {
    case 'DryRun':
      return { status: 204 };
    case 'Event':
      void invokeWithRetries(functions, model.name, payload, retryDelaysMs.slice(0, model.retries), closing);
      return { status: 202 };
    case 'RequestResponse':
      return completed(await functions.call(name, payload));
  }
}

/** Source: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */
async function invokeWithRetries(
  functions: Functions,
  name: string,
  payload: string,
  pausesMs: readonly number[],
  closing: AbortSignal,
): Promise<void> {
  for (const pause of [...pausesMs, undefined]) {
    const result = await functions.call(name, payload).catch(() => undefined);
    if (result?.ok || closing.aborted) return;
    if (pause !== undefined) await delay(pause, undefined, { signal: closing, ref: false }).catch(() => {});
  }
  console.error(`lambda: an asynchronous call of ${name} failed on every attempt. See the function's log.`);
}

function completed(result: CallResult): Answer {
  const headers = { 'content-type': 'application/json', 'x-amz-executed-version': '$LATEST' };
  if (result.ok) return { status: 200, headers, body: result.payload };
  const { errorType, errorMessage, trace } = result;
  return {
    status: 200,
    headers: { ...headers, 'x-amz-function-error': 'Unhandled' },
    body: JSON.stringify({ errorType, errorMessage, trace }),
  };
}
