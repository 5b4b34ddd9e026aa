import type { z } from 'zod';
import type { PinnedObject } from '#contracts/common.ts';
import { type ObjectKeys, objectKeys, photoKeys, sessionKeys } from '#contracts/keys.ts';
import {
  type EmbeddingAnswer,
  ModelJob,
  type ModelName,
  type ReconstructionAnswer,
} from '#contracts/model-job.ts';
import { manifestOf } from '../embedding/embedding.ts';
import { ModelError } from '../errors.ts';
import type { Storage } from './storage.ts';
import type { Threads } from './threads.ts';

type EmbeddingJob = Extract<ModelJob, { task: 'get_embedding' }>;
type ReconstructionJob = Extract<ModelJob, { task: 'generate_3d' }>;

const model: ModelName = { name: 'gen3d-preview', revision: '1', preview: true };
const binary = 'application/octet-stream';

export interface Limits {
  readonly maxPhotoBytes: number;
  readonly maxPhotoPixels: number;
  readonly maxMaskBytes: number;
}

/** What jobs run on. */
export interface JobContext {
  readonly storage: Storage;
  readonly limits: Limits;
  readonly threads: Threads;
}

/**
 * Reads a job and checks that its keys are the prepared photo and masks of its own session.
 * @throws ModelError InvalidJob, naming each member that is wrong
 */
export function parseJob(body: string): ModelJob {
  const parsed = ModelJob.safeParse(json(body));
  if (!parsed.success) {
    const wrong = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`);
    throw new ModelError('InvalidJob', `The job does not match its contract: ${wrong.join('; ')}`);
  }
  const job = parsed.data;
  if (!photoKeys(job.user_id, job.session_id).includes(job.image.key)) throw outside('photo', job);
  if (job.task === 'generate_3d') {
    for (const [index, mask] of masksOf(job).entries())
      if (mask.key !== keysOf(job, index).mask)
        throw outside(index === 0 ? 'mask' : `mask ${index + 1}`, job);
  }
  return job;
}

/** Does a job: reads its objects, computes, and writes below the session's prefix. @throws ModelError */
export function runJob(
  job: ModelJob,
  context: JobContext,
): Promise<z.infer<typeof EmbeddingAnswer> | z.infer<typeof ReconstructionAnswer>> {
  return job.task === 'get_embedding' ? embedPhoto(job, context) : generateModel(job, context);
}

/** Writes `embeddings.bin` first: the manifest makes it known. */
async function embedPhoto(
  job: EmbeddingJob,
  { storage, limits, threads }: JobContext,
): Promise<z.infer<typeof EmbeddingAnswer>> {
  const timer = startTimer();
  const keys = sessionKeys(job.user_id, job.session_id);
  const photo = await timer.step(
    'download',
    storage.read(job.bucket, job.image, limits.maxPhotoBytes, 'ImageTooLarge'),
  );
  const embedding = await timer.step('model', threads.embed(photo, limits.maxPhotoPixels));
  const manifest = Buffer.from(JSON.stringify(manifestOf(embedding, model, keys.embeddingsData)));
  await timer.step(
    'upload',
    (async () => {
      await storage.write(job.bucket, keys.embeddingsData, embedding.data, binary);
      await storage.write(job.bucket, keys.embeddings, manifest, 'application/json');
    })(),
  );
  return {
    status: 'success',
    task: job.task,
    embeddings_s3_key: keys.embeddings,
    image_size: [embedding.width, embedding.height],
    model,
    timings: timer.timings(),
  };
}

async function generateModel(
  job: ReconstructionJob,
  { storage, limits, threads }: JobContext,
): Promise<z.infer<typeof ReconstructionAnswer>> {
  const timer = startTimer();
  const [photo, ...masks] = await timer.step(
    'download',
    Promise.all([
      storage.read(job.bucket, job.image, limits.maxPhotoBytes, 'ImageTooLarge'),
      ...masksOf(job).map((mask) => storage.read(job.bucket, mask, limits.maxMaskBytes, 'MaskUnreadable')),
    ]),
  );
  const comment = `${model.name} revision ${model.revision}: a preview, not SAM 3D`;
  const common = {
    photo,
    quality: job.quality,
    comment,
    maxPixels: limits.maxPhotoPixels,
  };
  const made = await timer.step(
    'model',
    Promise.all(masks.map((mask, index) => named(index, masks, threads.reconstruct({ ...common, mask })))),
  );
  const [first, ...more] = await timer.step(
    'upload',
    Promise.all(
      made.map(async ({ ply, stats }, index) => {
        const { mesh } = keysOf(job, index);
        await storage.write(job.bucket, mesh, ply, binary);
        return { output_s3_key: mesh, mesh_stats: stats };
      }),
    ),
  );
  if (first === undefined) throw new Error('A job has at least one mask.');
  return {
    status: 'success',
    task: job.task,
    ...first,
    ...(more.length > 0 && { more_objects: more }),
    model,
    timings: timer.timings(),
  };
}

/** The masks of objects 1, 2, … */
function masksOf(job: ReconstructionJob): readonly PinnedObject[] {
  return [job.mask, ...(job.more_masks ?? [])];
}

function keysOf(job: ReconstructionJob, index: number): ObjectKeys {
  return objectKeys(job.user_id, job.session_id, index + 1);
}

/** Names the mask of an error when there are several. */
async function named<T>(index: number, masks: readonly unknown[], result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (error) {
    if (masks.length === 1 || !(error instanceof ModelError)) throw error;
    throw new ModelError(error.code, `Mask ${index + 1} of ${masks.length}: ${error.message}`);
  }
}

/** Seconds by step, as the answer's `timings`. */
function startTimer() {
  const began = performance.now();
  const timings: Record<string, number> = {};
  const since = (start: number) => Math.round((performance.now() - start) * 10) / 10_000;
  return {
    step: async <T>(name: string, work: Promise<T>): Promise<T> => {
      const start = performance.now();
      const result = await work;
      timings[name] = since(start);
      return result;
    },
    timings: () => ({ ...timings, total: since(began) }),
  };
}

function json(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new ModelError('InvalidJob', 'The job is not JSON.');
  }
}

function outside(what: string, { session_id }: ModelJob): ModelError {
  return new ModelError('InvalidJob', `The key is not the prepared ${what} of session ${session_id}.`);
}
