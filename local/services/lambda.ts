import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { CallResult } from '../functions/call.ts';
import type { Functions } from '../functions/functions.ts';
import { AwsError } from './aws-error.ts';
import type { Answer } from './http.ts';
import { lambdaRetryDelaysMs } from './lambda-delivery.ts';
import type { Service, ServiceOptions } from './service.ts';
import { parseJson, type SignedCall, startSignedServer } from './signed-server.ts';

export interface LambdaOptions extends Omit<ServiceOptions, 'folder'> {
  readonly functions: Functions;
  /** Pauses before each retry of an asynchronous call, milliseconds; a function may be given fewer retries. */
  readonly retryDelaysMs?: readonly number[];
}

/** Source: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
const payloadLimit = 6 * 1024 * 1024;
const invocations = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;
const InvocationType = z.enum(['RequestResponse', 'Event', 'DryRun']);

/**
 * Lambda with Invoke. An asynchronous call (`Event`) is tried again as Lambda does, but lives in memory: the
 * services of the home that must not lose one keep their own queues.
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
    throw new AwsError(404, 'UnknownOperationException', 'This home only knows Invoke.');
  const type = InvocationType.safeParse(call.headers['x-amz-invocation-type'] ?? 'RequestResponse');
  if (!type.success) throw new AwsError(400, 'InvalidParameterValueException', 'There is no such type.');
  const payload = JSON.stringify(parseJson(call.body));
  const { model } = functions.find(name);
  switch (type.data) {
    case 'DryRun':
      return { status: 204 };
    case 'Event':
      void insist(functions, model.name, payload, retryDelaysMs.slice(0, model.retries), closing);
      return { status: 202 };
    case 'RequestResponse':
      return completed(await functions.call(name, payload));
  }
}

/** Source: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */
async function insist(
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
  console.error(`lambda: an asynchronous call of ${name} failed on every try; its log says why.`);
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
