import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { AwsError } from './aws-error.ts';
import { closingWith } from './closing.ts';
import { makeFolder } from './files.ts';
import { type Answer, json } from './http.ts';
import { Queue } from './queue.ts';
import { QueueWorker } from './queue-worker.ts';
import { type Endpoint, Job } from './sagemaker/job.ts';
import { largestBody, readRequest } from './sagemaker/request.ts';
import { type JobRunner, runJob } from './sagemaker/run-job.ts';
import type { Service, ServiceOptions } from './service.ts';
import { type SignedCall, startSignedServer } from './signed-server.ts';

export interface SageMakerOptions extends ServiceOptions {
  readonly endpoints: readonly Endpoint[];
  /** Base URL of the model server (the container's contract: POST /invocations). */
  readonly modelUrl: string;
  /** How long a model server that refuses connections is taken to be starting, milliseconds. */
  readonly modelStartMs?: number;
  /** Endpoint of S3. */
  readonly s3Url: string;
  /** Publishes to a topic; when it returns, the message is on disk. */
  readonly publish: (topicArn: string, message: string) => void;
}

export interface SageMaker extends Service {
  /** Jobs that wait or run. */
  backlog(endpointName: string): number;
}

const defaultModelStartMs = 10 * 60_000;

/**
 * SageMaker's asynchronous inference. A request is answered when it is on disk; its job is run in turn, at least
 * once, and is over when its answer is stored and its notification is on its way.
 */
export async function startSageMaker(options: SageMakerOptions): Promise<SageMaker> {
  await makeFolder(options.folder);
  await using opened = new AsyncDisposableStack();
  const queue = opened.adopt(new Queue(join(options.folder, 'queue.sqlite')), (one) => one.close());
  const runner = runnerOf(options);
  opened.defer(() => runner.s3.destroy());
  for (const endpoint of options.endpoints)
    opened.adopt(workerOf(queue, endpoint, runner), (worker) => worker.close());
  const server = await startSignedServer(options, {
    service: 'sagemaker',
    bodyLimit: largestBody + 1,
    handle: async (call) => answer(queue, options, call),
  });
  return closingWith(opened, { ...server, backlog: (name: string) => queue.backlog(name) });
}

function runnerOf(options: SageMakerOptions): JobRunner {
  const { region, credentials, s3Url, modelUrl, modelStartMs = defaultModelStartMs, publish } = options;
  const s3 = new S3Client({ endpoint: s3Url, region, credentials, forcePathStyle: true });
  return { s3, region, publish, model: { url: modelUrl, startPatienceMs: modelStartMs } };
}

function workerOf(queue: Queue, endpoint: Endpoint, runner: JobRunner): QueueWorker {
  return new QueueWorker({
    queue,
    name: endpoint.name,
    concurrency: endpoint.maxConcurrentInvocations,
    handle: async ({ body }, signal) => {
      await runJob(runner, endpoint, Job.parse(body), signal);
      return { kind: 'done' };
    },
  });
}

function answer(queue: Queue, { endpoints, accountId }: SageMakerOptions, call: SignedCall): Answer {
  const name = /^\/endpoints\/([^/]+)\/async-invocations$/.exec(call.path)?.[1];
  if (call.method !== 'POST' || name === undefined)
    throw new AwsError(404, 'UnknownOperationException', 'This home only knows InvokeEndpointAsync.');
  const endpoint = endpoints.find((one) => one.name === name);
  if (endpoint === undefined)
    throw new AwsError(400, 'ValidationError', `Endpoint ${name} of account ${accountId} not found.`);
  const job = readRequest(call, endpoint);
  queue.put([{ queue: endpoint.name, body: job }], job.receivedAt);
  return json(
    202,
    { InferenceId: job.inferenceId },
    {
      'x-amzn-sagemaker-outputlocation': job.outputLocation,
      ...(job.failureLocation && { 'x-amzn-sagemaker-failurelocation': job.failureLocation }),
    },
  );
}
