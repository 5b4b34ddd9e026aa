import { createServer } from 'node:http';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { Home } from '#local/home.ts';
import { ModelJob } from '#tasks/core/contracts/model-job.ts';
import { sessionKeys } from '#tasks/core/keys.ts';
import { eventually } from '#test/e2e/home.ts';
import { listen } from '#test/e2e/listen.ts';

/** A model that begins every job and ends it when it is told to; its answers and objects keep to the contract. */
export interface HeldModel extends AsyncDisposable {
  readonly url: string;
  /** The home whose bucket it writes to. */
  home: Home | undefined;
  /** Waits until a job of this task has begun for a session. */
  begun(jobId: string, task: ModelJob['task']): Promise<void>;
  /** Whether every job that has begun for a session has written its objects and answered. */
  isIdle(jobId: string): boolean;
  /** Lets the session's job of this task end, when it begins if it has not yet. */
  release(jobId: string, task: ModelJob['task']): void;
}

const model = { name: 'held', revision: '1', preview: true };

export async function startHeldModel(): Promise<HeldModel> {
  const begun = new Set<string>();
  const ended = new Set<string>();
  const held = new Map<string, PromiseWithResolvers<void>>();
  const gateOf = (id: string) => {
    const gate = held.get(id) ?? Promise.withResolvers<void>();
    held.set(id, gate);
    return gate;
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
    response.end(JSON.stringify(await work(heldModel.home, job)));
    ended.add(id);
  });
  const heldModel: HeldModel = {
    url: await listen(server),
    home: undefined,
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

async function work(home: Home | undefined, job: ModelJob): Promise<object> {
  const keys = sessionKeys(job.user_id, job.session_id);
  const facts = { status: 'success', task: job.task, model, timings: { total: 0 } };
  switch (job.task) {
    case 'get_embedding':
      await write(home, job.bucket, [keys.embeddings, keys.embeddingsData]);
      return { ...facts, embeddings_s3_key: keys.embeddings, image_size: [600, 400] };
    case 'generate_3d': {
      await write(home, job.bucket, [keys.mesh]);
      const stats = { num_points: 1, file_size_mb: 0, has_colors: false, mask_coverage_percent: 10 };
      return { ...facts, output_s3_key: keys.mesh, mesh_stats: stats };
    }
  }
}

async function write(home: Home | undefined, Bucket: string, keys: readonly string[]): Promise<void> {
  if (home === undefined) throw new Error('The model was not told its home.');
  const client = bucketClient(home);
  for (const Key of keys) await client.send(new PutObjectCommand({ Bucket, Key, Body: 'made' }));
}

/** S3 as the home's own. */
export function bucketClient({ urls, region, credentials }: Home): S3Client {
  return new S3Client({ endpoint: urls.s3, region, credentials: { ...credentials }, forcePathStyle: true });
}
