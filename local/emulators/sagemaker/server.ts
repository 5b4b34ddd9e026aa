import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { AwsError } from '../http/aws-error.ts';
import { type Answer, json } from '../http/server.ts';
import { type SignedCall, startSignedServer } from '../http/signed-server.ts';
import { Queue } from '../queue/queue.ts';
import { QueueWorker } from '../queue/queue-worker.ts';
import { closingWith, type Service, type ServiceOptions } from '../service.ts';
import { makeFolder } from '../storage/files.ts';
import { type Endpoint, Job } from './job.ts';
import { maxBodyBytes, readRequest } from './request.ts';
import { type JobRunner, runJob } from './run-job.ts';

export interface SageMakerOptions extends ServiceOptions {
  readonly endpoints: readonly Endpoint[];
  /** Base URL of the model server (the container's contract: POST /invocations). */
  readonly modelUrl: string;
  /** Milliseconds during which refused connections mean that the model server is still starting. */
  readonly modelStartMs?: number;
  /** Endpoint of S3. */
  readonly s3Url: string;
  /** Publishes to a topic. When it returns, the message is on disk. */
  readonly publish: (topicArn: string, message: string) => void;
}

export interface SageMaker extends Service {
  /** Jobs that wait or run. */
  backlog(endpointName: string): number;
}

const defaultModelStartMs = 10 * 60_000;

/**
 * SageMaker's asynchronous inference. A request is acknowledged once it is on disk. Jobs run in order, at
 * least once; a job ends when its result is stored and its notification published.
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
    bodyLimit: maxBodyBytes + 1,
    handle: async (call) => answer(queue, options, call),
  });
  return closingWith(opened, { ...server, backlog: (name: string) => queue.backlog(name) });
}

function runnerOf(options: SageMakerOptions): JobRunner {
  const { region, credentials, s3Url, modelUrl, modelStartMs = defaultModelStartMs, publish } = options;
  const s3 = new S3Client({ endpoint: s3Url, region, credentials, forcePathStyle: true });
  return { s3, region, publish, model: { url: modelUrl, startTimeoutMs: modelStartMs } };
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
    throw new AwsError(
      404,
      'UnknownOperationException',
      'The local SageMaker only supports InvokeEndpointAsync.',
    );
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
