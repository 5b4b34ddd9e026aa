import { createServer } from 'node:http';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { sessionKeys } from '#contracts/keys.ts';
import { ModelJob } from '#contracts/model-job.ts';
import type { LocalEnvironment } from '#local/environment/environment.ts';
import { listen } from '#test/support/listen.ts';
import { eventually } from '#test/support/test-environment.ts';

/** A model that starts every job and ends it on request. Its responses and objects follow the contract. */
export interface HeldModel extends AsyncDisposable {
  readonly url: string;
  /** The environment whose bucket it writes to. */
  environment: LocalEnvironment | undefined;
  /** Waits until a session's job of this task has started. */
  begun(jobId: string, task: ModelJob['task']): Promise<void>;
  /** Whether all started jobs of a session have written their objects and responded. */
  isIdle(jobId: string): boolean;
  /** Lets the session's job of this task end, now or as soon as it starts. */
  release(jobId: string, task: ModelJob['task']): void;
}

const model = { name: 'held', revision: '1', preview: true };

export async function startHeldModel(): Promise<HeldModel> {
  const begun = new Set<string>();
  const ended = new Set<string>();
  const held = new Map<string, PromiseWithResolvers<void>>();
  const gateOf = (id: string) => {
    const barrier = held.get(id) ?? Promise.withResolvers<void>();
    held.set(id, barrier);
    return barrier;
  };
  const server = createServer(async (request, response) => {
    if (request.url === '/ping') return void response.end();
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const job = ModelJob.parse(JSON.parse(Buffer.concat(chunks).toString('utf8')));
    const id = `${job.task} ${job.job_id}`;
    begun.add(id);
    await gateOf(id).promise;
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify(await work(heldModel.environment, job)));
    ended.add(id);
  });
  const heldModel: HeldModel = {
    url: await listen(server),
    environment: undefined,
    begun: async (jobId, task) => {
      await eventually(async () => begun.has(`${task} ${jobId}`) || undefined, `${task} of ${jobId}`);
    },
    isIdle: (jobId) => [...begun].every((id) => !id.endsWith(jobId) || ended.has(id)),
    release: (jobId, task) => gateOf(`${task} ${jobId}`).resolve(),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
  return heldModel;
}

async function work(environment: LocalEnvironment | undefined, job: ModelJob): Promise<object> {
  const keys = sessionKeys(job.user_id, job.session_id);
  const facts = { status: 'success', task: job.task, model, timings: { total: 0 } };
  switch (job.task) {
    case 'get_embedding':
      await write(environment, job.bucket, [keys.embeddings, keys.embeddingsData]);
      return { ...facts, embeddings_s3_key: keys.embeddings, image_size: [600, 400] };
    case 'generate_3d': {
      await write(environment, job.bucket, [keys.mesh]);
      const stats = { num_points: 1, file_size_mb: 0, has_colors: false, mask_coverage_percent: 10 };
      return { ...facts, output_s3_key: keys.mesh, mesh_stats: stats };
    }
  }
}

async function write(
  environment: LocalEnvironment | undefined,
  Bucket: string,
  keys: readonly string[],
): Promise<void> {
  if (environment === undefined) throw new Error('The model has no environment.');
  const client = bucketClient(environment);
  for (const Key of keys) await client.send(new PutObjectCommand({ Bucket, Key, Body: 'made' }));
}

/** S3 with the environment's own credentials. */
export function bucketClient({ urls, region, credentials }: LocalEnvironment): S3Client {
  return new S3Client({ endpoint: urls.s3, region, credentials: { ...credentials }, forcePathStyle: true });
}
