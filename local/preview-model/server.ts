import type { IncomingMessage, ServerResponse } from 'node:http';
import { Tinypool } from 'tinypool';
import { watchThreads } from '#local/functions/threads.ts';
import { logUnexpected } from '#local/services/aws-error.ts';
import { json, listen, readBody, send } from '#local/services/http.ts';
import type { Service } from '#local/services/service.ts';
import type { ModelAnswer } from '#tasks/core/contracts/model-job.ts';
import { ModelError } from './errors.ts';
import { type Limits, type Machinery, parseJob, runJob } from './jobs.ts';
import { type S3Access, s3Storage } from './storage.ts';
import type { Computation, Computed } from './worker.ts';

export interface PreviewModelOptions {
  /** 0 takes a free port. */
  readonly port: number;
  readonly s3: S3Access;
  /** Jobs computed at a time; more wait for their turn. 2 unless told. */
  readonly concurrency?: number;
  /** The settings' limits unless told: 20 MB and 40 megapixels a photo, 10 MB a mask. */
  readonly limits?: Partial<Limits>;
}

/** Longest body that InvokeEndpointAsync passes inline, in bytes. */
const maxJobBytes = 128_000;
const defaultLimits: Limits = {
  maxPhotoBytes: 20_000_000,
  maxPhotoPixels: 40_000_000,
  maxMaskBytes: 10_000_000,
};

/**
 * Stands in for the SageMaker container where there is no GPU: GET /ping and POST /invocations with a ModelJob,
 * on loopback. Errors that it handles are HTTP 200 with `{status: "error", error: {code, message}}`.
 */
export async function startPreviewModel(options: PreviewModelOptions): Promise<Service> {
  const pool = new Tinypool({
    filename: new URL('./worker.ts', import.meta.url).href,
    minThreads: 0,
    maxThreads: options.concurrency ?? 2,
    idleTimeout: 30_000,
  });
  // A thread that dies while idle concerns no job; the next one starts another.
  pool.on('error', () => {});
  const storage = s3Storage(options.s3);
  const machinery: Machinery = {
    storage,
    limits: { ...defaultLimits, ...options.limits },
    compute: (computation) => computeIn(pool, computation),
  };
  const service = await listen(
    'preview-model',
    options.port,
    (request, response) => handle(request, response, machinery),
    (error) => json(error.status, { error: { code: error.code, message: error.message } }),
  );
  return {
    url: service.url,
    close: async () => {
      await service.close();
      await pool.destroy();
      storage.close();
    },
  };
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  machinery: Machinery,
): Promise<void> {
  const route = `${request.method} ${request.url}`;
  if (route === 'GET /ping') return send(response, { status: 200 });
  if (route !== 'POST /invocations') return send(response, { status: 404 });
  const body = await readBody(request, maxJobBytes);
  send(response, json(200, await answer(body.toString('utf8'), machinery)));
}

/** The worker itself refuses what it cannot do, so a rejection is its death: mostly for want of memory. */
async function computeIn(pool: Tinypool, computation: Computation): Promise<Computed> {
  try {
    const computed = pool.run(computation);
    watchThreads(pool);
    return await computed;
  } catch (error) {
    logUnexpected('preview-model', error);
    throw new ModelError('WorkerDied', 'The worker of the preview model died; try again.');
  }
}

async function answer(body: string, machinery: Machinery): Promise<ModelAnswer> {
  try {
    return await runJob(parseJob(body), machinery);
  } catch (error) {
    if (error instanceof ModelError) return { status: 'error', error: error.reason };
    logUnexpected('preview-model', error);
    return {
      status: 'error',
      error: {
        code: 'ModelFailed',
        message: 'The preview model failed unexpectedly; its log names the place.',
      },
    };
  }
}
