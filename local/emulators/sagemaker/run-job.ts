import { GetObjectCommand, NoSuchKey, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { type Endpoint, type Job, parseLocation } from './job.ts';
import { askModel, type ModelServer } from './model-server.ts';
import { type Ending, notificationOf } from './notification.ts';

export interface JobRunner {
  readonly s3: S3Client;
  readonly model: ModelServer;
  readonly region: string;
  /** When it returns, the message is on disk. */
  readonly publish: (topicArn: string, message: string) => void;
}

/**
 * Runs one job to its end: stores the result or the failure, then publishes the notification. A rejection
 * means that the job has not ended and must run again.
 */
export async function runJob(
  runner: JobRunner,
  endpoint: Endpoint,
  job: Job,
  signal: AbortSignal,
): Promise<void> {
  const ending = await endingOf(runner, job, signal);
  const topic = ending.status === 'Completed' ? endpoint.successTopicArn : endpoint.errorTopicArn;
  if (topic !== undefined) runner.publish(topic, notificationOf(job, ending, runner.region, Date.now()));
}

async function endingOf(runner: JobRunner, job: Job, signal: AbortSignal): Promise<Ending> {
  if (Date.now() > job.receivedAt + job.requestTtlSeconds * 1000) {
    const reason = `The request waited longer than ${job.requestTtlSeconds} seconds and was not started.`;
    await storeFailure(runner, job, Buffer.from(reason), signal);
    return { status: 'Expired', reason };
  }
  const input = await readInput(runner, job, signal);
  const reply = input === undefined ? noInput() : await askModel(runner.model, job, input, signal);
  if (reply.kind === 'answer') {
    await store(runner, job.outputLocation, reply.body, reply.contentType, signal);
    return { status: 'Completed', contentType: reply.contentType };
  }
  await storeFailure(runner, job, reply.body, signal);
  return { status: 'Failed', reason: reply.reason };
}

/** @returns undefined when the request's input location has no object */
async function readInput(
  { s3 }: JobRunner,
  { input }: Job,
  signal: AbortSignal,
): Promise<Buffer | undefined> {
  if ('body' in input) return Buffer.from(input.body, 'base64');
  try {
    const object = await s3.send(new GetObjectCommand(parseLocation(input.location)), {
      abortSignal: signal,
    });
    return Buffer.from((await object.Body?.transformToByteArray()) ?? []);
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}

function noInput() {
  const reason = 'The object at InputLocation does not exist.';
  return { kind: 'failure', reason, body: Buffer.from(reason) } as const;
}

async function storeFailure(runner: JobRunner, job: Job, body: Buffer, signal: AbortSignal): Promise<void> {
  if (job.failureLocation === undefined) return;
  await store(runner, job.failureLocation, body, 'text/plain', signal);
}

async function store(
  { s3 }: JobRunner,
  location: string,
  Body: Buffer,
  ContentType: string,
  signal: AbortSignal,
) {
  const put = new PutObjectCommand({ ...parseLocation(location), Body, ContentType });
  await s3.send(put, { abortSignal: signal });
}
