import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Job } from './job.ts';

/** The model server's response, or why there is none. */
export type ModelReply =
  | { readonly kind: 'answer'; readonly body: Buffer; readonly contentType: string }
  | { readonly kind: 'failure'; readonly reason: string; readonly body: Buffer };

export interface ModelServer {
  /** Base URL; requests go to `/invocations` below it. */
  readonly url: string;
  /** Milliseconds during which refused connections mean that the server is still starting. */
  readonly startTimeoutMs: number;
}

const retryPauseMs = 500;
/** SageMaker's limit for a response, bytes. */
const maxAnswerBytes = 1024 ** 3;

/**
 * Sends a job to the model server, and retries while the server is starting.
 * @param signal aborts when the service stops; its reason is thrown
 */
export async function askModel(
  server: ModelServer,
  job: Job,
  body: Buffer,
  signal: AbortSignal,
): Promise<ModelReply> {
  const giveUp = Date.now() + server.startTimeoutMs;
  for (;;) {
    try {
      return await post(server, job, body, signal);
    } catch (error) {
      signal.throwIfAborted();
      if (!isRefused(error) || Date.now() >= giveUp) return unreachable(error, job);
    }
    await sleep(retryPauseMs, undefined, { signal });
  }
}

async function post(server: ModelServer, job: Job, body: Buffer, signal: AbortSignal): Promise<ModelReply> {
  const timeout = AbortSignal.timeout(job.invocationTimeoutSeconds * 1000);
  const response = await send(server, job, body, AbortSignal.any([signal, timeout]));
  const answer = await readAll(response);
  const { statusCode = 0 } = response;
  const contentType = response.headers['content-type'] ?? 'application/octet-stream';
  if (statusCode >= 200 && statusCode < 300) return { kind: 'answer', body: answer, contentType };
  return failure(`Received an error from the model container with status ${statusCode}.`, answer);
}

/** node:http, unlike fetch, has no time limit of its own: a job may take an hour to its first byte. */
function send(server: ModelServer, job: Job, body: Buffer, signal: AbortSignal): Promise<IncomingMessage> {
  const url = new URL('invocations', server.url.endsWith('/') ? server.url : `${server.url}/`);
  const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, {
    method: 'POST',
    agent: false,
    signal,
    headers: {
      'content-type': job.contentType ?? 'application/octet-stream',
      'content-length': body.length,
      'x-amzn-sagemaker-inference-id': job.inferenceId,
      ...(job.accept && { accept: job.accept }),
      ...(job.customAttributes && { 'x-amzn-sagemaker-custom-attributes': job.customAttributes }),
    },
  });
  return new Promise((resolve, reject) => {
    request.once('response', resolve).once('error', reject).end(body);
  });
}

async function readAll(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    size += chunk.length;
    if (size > maxAnswerBytes) throw new Error('The response is larger than 1 GiB.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function unreachable(error: unknown, job: Job): ModelReply {
  const name = error instanceof Error ? error.name : '';
  if (name === 'TimeoutError' || name === 'AbortError')
    return failure(`The model took longer than ${job.invocationTimeoutSeconds} seconds.`);
  if (isRefused(error)) return failure('The model server does not accept connections.');
  return failure('The model server closed the connection before it responded.');
}

function failure(reason: string, body: Buffer = Buffer.from(reason)): ModelReply {
  return { kind: 'failure', reason, body };
}

function isRefused(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED';
}
