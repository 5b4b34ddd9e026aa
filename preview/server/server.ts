import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { ModelAnswer } from '#contracts/model-job.ts';
import { errorAnswer } from '../errors.ts';
import { type JobContext, type Limits, parseJob, runJob } from './jobs.ts';
import { type S3Access, s3Storage } from './storage.ts';
import { openThreads } from './threads.ts';

export interface PreviewModelOptions {
  /** 0 takes a free port. */
  readonly port: number;
  readonly s3: S3Access;
  /** By default those of the settings: 64 MB and 40 megapixels for a photo, 10 MB for a mask. */
  readonly limits?: Partial<Limits>;
}

export interface PreviewModel {
  readonly url: string;
  /** Stops listening; jobs under way end without an answer. */
  close(): Promise<void>;
}

/** Longest body that InvokeEndpointAsync passes inline, in bytes. */
const maxJobBytes = 128_000;
const defaultLimits: Limits = {
  maxPhotoBytes: 64_000_000,
  maxPhotoPixels: 40_000_000,
  maxMaskBytes: 10_000_000,
};

/**
 * Serves the preview model as the SageMaker container serves its models: GET /ping and POST /invocations with a
 * ModelJob, on loopback. Errors that it handles are HTTP 200 with `{status: "error", error: {code, message}}`.
 * @example
 * const model = await startPreviewModel({ port: 0, s3: { endpoint, region, credentials } });
 * const answer = await fetch(`${model.url}/invocations`, { method: 'POST', body: JSON.stringify(job) });
 */
export async function startPreviewModel({ port, s3, limits }: PreviewModelOptions): Promise<PreviewModel> {
  const threads = openThreads();
  const storage = s3Storage(s3);
  const context = { storage, threads, limits: { ...defaultLimits, ...limits } };
  const server = createServer((request, response) => {
    handle(request, response, context).catch(() => response.destroy());
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server does not listen on TCP.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await Promise.all([closed, threads[Symbol.asyncDispose]()]);
      storage.close();
    },
  };
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  context: JobContext,
): Promise<void> {
  const route = `${request.method} ${request.url}`;
  if (route === 'GET /ping') return void response.writeHead(200).end();
  if (route !== 'POST /invocations') return void response.writeHead(404).end();
  const body = await readBody(request);
  if (body === undefined) return void response.writeHead(413).end();
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(await answer(body, context)));
}

/** Undefined when the body is too long. All of it is read, so that the client sees the answer. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes <= maxJobBytes) chunks.push(chunk);
  }
  return bytes <= maxJobBytes ? Buffer.concat(chunks).toString('utf8') : undefined;
}

async function answer(body: string, context: JobContext): Promise<ModelAnswer> {
  try {
    return await runJob(parseJob(body), context);
  } catch (error) {
    return errorAnswer(error);
  }
}
