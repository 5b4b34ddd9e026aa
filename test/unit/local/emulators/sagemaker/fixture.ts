import { createServer, type IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { InvokeEndpointAsyncCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { vi } from 'vitest';
import { closeServer, portOf } from '#local/emulators/http/server.ts';
import { type SageMaker, startSageMaker } from '#local/emulators/sagemaker/server.ts';
import { clientOptions, credentials } from '../fixture.ts';
import { Bucket, type S3Fixture, startS3Fixture } from '../s3/fixture.ts';

export const EndpointName = 'gen3d-endpoint';
export const endpoint = {
  name: EndpointName,
  maxConcurrentInvocations: 1,
  outputPath: `s3://${Bucket}/sagemaker-async-output/`,
  failurePath: `s3://${Bucket}/sagemaker-async-failure`,
  successTopicArn: 'arn:success',
  errorTopicArn: 'arn:error',
};

export interface ModelCall {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}
export interface ModelReply {
  readonly status?: number;
  readonly body?: string;
}

/** A model server that returns `reply`. */
export async function startModel(reply: (call: ModelCall) => ModelReply | Promise<ModelReply>, port = 0) {
  const calls: ModelCall[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = await request.toArray();
    const { url = '', headers } = request;
    const call = { url, headers, body: Buffer.concat(chunks).toString() };
    calls.push(call);
    const { status = 200, body = '{"status":"success"}' } = await reply(call);
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  await new Promise<void>((resolve) => {
    server.listen(port, '127.0.0.1', resolve);
  });
  const close = () => {
    server.closeAllConnections();
    return closeServer(server);
  };
  return { url: `http://127.0.0.1:${portOf(server)}`, calls, close };
}

/** SageMaker with a real S3; published notifications are recorded. */
export async function startSageMakerFixture(modelUrl: string, more = {}) {
  const s3: S3Fixture = await startS3Fixture();
  const published: { topic: string; message: Record<string, unknown> }[] = [];
  const options = {
    ...s3.options,
    folder: join(s3.options.folder, 'sagemaker'),
    endpoints: [endpoint],
    modelUrl,
    s3Url: s3.url,
    publish: (topic: string, message: string) => {
      published.push({ topic, message: JSON.parse(message) });
    },
  };
  const start = (changes = {}) => startSageMaker({ ...options, ...more, ...changes });
  let service: SageMaker = await start();
  return {
    s3,
    published,
    options,
    get service() {
      return service;
    },
    async restart(changes = {}) {
      await service.close();
      service = await start(changes);
    },
    async remove() {
      await service.close();
      await s3.remove();
    },
    invoke: (input = {}, as = credentials) =>
      new SageMakerRuntimeClient(clientOptions(service.url, as)).send(
        new InvokeEndpointAsyncCommand({ EndpointName, Body: Buffer.from('{"task":"x"}'), ...input }),
      ),
    /** Waits for this many notifications. */
    notified: (count: number) =>
      vi.waitFor(
        () => {
          if (published.length < count) throw new Error(`${published.length} of ${count} notifications`);
        },
        { timeout: 10_000 },
      ),
    async read(location = '') {
      const Key = location.slice(`s3://${Bucket}/`.length);
      const object = await s3.client().send(new GetObjectCommand({ Bucket, Key }));
      return object.Body?.transformToString();
    },
  };
}
export type SageMakerFixture = Awaited<ReturnType<typeof startSageMakerFixture>>;
