import type { z } from 'zod';
import {
  type EmbeddingAnswer,
  type EmbeddingJob,
  ModelJob,
  type ModelName,
  type ReconstructionAnswer,
  type ReconstructionJob,
} from '#tasks/core/contracts/model-job.ts';
import { photoKeys, sessionKeys } from '#tasks/core/keys.ts';
import { manifestOf } from './embedding.ts';
import { ModelError } from './errors.ts';
import type { Storage } from './storage.ts';
import { Watch } from './watch.ts';
import type { Computation, Computed } from './worker.ts';

/** Says of itself that it is a stand-in, wherever its results go. */
export const previewModel: ModelName = { name: 'gen3d-preview', revision: '1', preview: true };

export interface Limits {
  readonly maxPhotoBytes: number;
  readonly maxPhotoPixels: number;
  readonly maxMaskBytes: number;
}

/** What jobs run on. */
export interface Machinery {
  readonly storage: Storage;
  readonly limits: Limits;
  readonly compute: (computation: Computation) => Promise<Computed>;
}

/**
 * Reads a job and checks that its keys are those of its own session.
 * @throws ModelError InvalidJob, naming each member that is wrong
 */
export function parseJob(body: string): ModelJob {
  const parsed = ModelJob.safeParse(json(body));
  if (!parsed.success) {
    const wrong = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`);
    throw new ModelError('InvalidJob', `The job is not as the contract says: ${wrong.join('; ')}`);
  }
  const job = parsed.data;
  if (!photoKeys(job.user_id, job.session_id).includes(job.image.key)) throw outside('photo', job.session_id);
  if (job.task === 'generate_3d' && job.mask.key !== sessionKeys(job.user_id, job.session_id).mask)
    throw outside('mask', job.session_id);
  return job;
}

/** Does a job: reads its objects, computes, writes below the session's prefix. @throws ModelError */
export function runJob(job: ModelJob, machinery: Machinery): Promise<Answer> {
  switch (job.task) {
    case 'get_embedding':
      return runEmbedding(job, machinery);
    case 'generate_3d':
      return runReconstruction(job, machinery);
  }
}

type Answer = z.infer<typeof EmbeddingAnswer> | z.infer<typeof ReconstructionAnswer>;

/** Writes `embeddings.bin`, then the manifest that makes it known. */
async function runEmbedding(
  job: z.infer<typeof EmbeddingJob>,
  { storage, limits, compute }: Machinery,
): Promise<z.infer<typeof EmbeddingAnswer>> {
  const watch = new Watch();
  const keys = sessionKeys(job.user_id, job.session_id);
  const photo = await watch.step('download', () => readPhoto(job, storage, limits));
  const { result, steps } = completed(
    'get_embedding',
    await compute({ task: 'get_embedding', photo, maxPixels: limits.maxPhotoPixels }),
  );
  watch.add(steps);
  const manifest = manifestOf(result, previewModel, keys.embeddingsData);
  await watch.step('upload', async () => {
    await storage.write(job.bucket, keys.embeddingsData, result.data, 'application/octet-stream');
    await storage.write(
      job.bucket,
      keys.embeddings,
      Buffer.from(JSON.stringify(manifest)),
      'application/json',
    );
  });
  return {
    status: 'success',
    task: job.task,
    embeddings_s3_key: keys.embeddings,
    image_size: [result.width, result.height],
    model: previewModel,
    timings: watch.timings(),
  };
}

async function runReconstruction(
  job: z.infer<typeof ReconstructionJob>,
  { storage, limits, compute }: Machinery,
): Promise<z.infer<typeof ReconstructionAnswer>> {
  const watch = new Watch();
  const keys = sessionKeys(job.user_id, job.session_id);
  const [photo, mask] = await watch.step('download', () =>
    Promise.all([
      readPhoto(job, storage, limits),
      storage.read(job.bucket, job.mask, limits.maxMaskBytes, 'MaskUnreadable'),
    ]),
  );
  const input = { photo, mask, quality: job.quality, seed: job.seed ?? 0, maxPixels: limits.maxPhotoPixels };
  const comment = `${previewModel.name} revision ${previewModel.revision}: a preview, not SAM 3D`;
  const { result, steps } = completed(
    'generate_3d',
    await compute({ task: 'generate_3d', ...input, comment }),
  );
  watch.add(steps);
  await watch.step('upload', () =>
    storage.write(job.bucket, keys.mesh, result.ply, 'application/octet-stream'),
  );
  return {
    status: 'success',
    task: job.task,
    output_s3_key: keys.mesh,
    mesh_stats: result.stats,
    model: previewModel,
    timings: watch.timings(),
  };
}

function readPhoto(job: ModelJob, storage: Storage, limits: Limits): Promise<Uint8Array> {
  return storage.read(job.bucket, job.image, limits.maxPhotoBytes, 'ImageTooLarge');
}

/** What a worker computed. @throws ModelError what it refused */
function completed<T extends ModelJob['task']>(task: T, computed: Computed): Extract<Computed, { task: T }> {
  if (computed.task === 'refused') throw new ModelError(computed.error.code, computed.error.message);
  if (!isFor(task, computed))
    throw new ModelError('ModelFailed', `The worker answered ${computed.task}, not ${task}.`);
  return computed;
}

function isFor<T extends ModelJob['task']>(
  task: T,
  computed: Computed,
): computed is Extract<Computed, { task: T }> {
  return computed.task === task;
}

function json(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new ModelError('InvalidJob', 'The job is not JSON.');
  }
}

function outside(what: string, sessionId: string): ModelError {
  return new ModelError(
    'InvalidJob',
    `The ${what}'s key is not the ${what} of session ${sessionId}; jobs read their own session only.`,
  );
}
