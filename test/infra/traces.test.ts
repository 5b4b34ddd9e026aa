import { execFile } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { handlerBundle } from '#infra/constructs/handler-bundles.ts';

const trace = '1-66f0aa11-0123456789abcdef01234567';
const parent = '53995c3f42cd8ad8';
const Segment = z.looseObject({
  name: z.string(),
  parent_id: z.string().optional(),
  trace_id: z.string().optional(),
});

/** A fake DynamoDB without the session. */
let service: Server;
/** A fake X-Ray daemon, which receives one segment per datagram. */
let daemon: Socket;
const headers: (string | undefined)[] = [];
const segments: z.infer<typeof Segment>[] = [];

beforeAll(async () => {
  service = createServer((request, response) => {
    headers.push(request.headers['x-amzn-trace-id']?.toString());
    request.resume().on('end', () => response.end('{}'));
  }).listen(0, '127.0.0.1');
  daemon = createSocket('udp4', (message) => {
    const [, body = ''] = message.toString().split('\n');
    segments.push(Segment.parse(JSON.parse(body)));
  }).bind(0, '127.0.0.1');
  await Promise.all([once(service, 'listening'), once(daemon, 'listening')]);
  await call();
  await vi.waitUntil(() => segments.length === 2);
});

afterAll(() => {
  service.close();
  daemon.close();
});

describe('the trace of a bundled handler on Lambda', () => {
  it('has its own duration as a subsegment of Lambda’s segment', () => {
    expect(segments).toContainEqual(
      expect.objectContaining({
        name: '## index.handler',
        type: 'subsegment',
        trace_id: trace,
        parent_id: parent,
        annotations: expect.objectContaining({ ColdStart: true, Service: 'status' }),
      }),
    );
  });

  it('has each service call as a subsegment of the handler', () => {
    const own = segments.find(({ name }) => name === '## index.handler');

    expect(segments).toContainEqual(
      expect.objectContaining({
        name: 'DynamoDB',
        namespace: 'aws',
        trace_id: trace,
        parent_id: own?.id,
        aws: expect.objectContaining({ operation: 'GetItem', table_name: 'Table' }),
        http: { response: expect.objectContaining({ status: 200 }) },
      }),
    );
  });

  it('is propagated to the service', () => {
    const called = segments.find(({ name }) => name === 'DynamoDB');

    expect(headers).toEqual([`Root=${trace};Parent=${called?.id};Sampled=1`]);
  });
});

async function call(): Promise<void> {
  const event = {
    pathParameters: { job_id: 'job-1' },
    requestContext: { requestId: 'r', authorizer: { claims: { sub: 'user-1', token_use: 'id' } } },
  };
  const script = join(import.meta.dirname, 'support', 'invoke.cjs');
  const bundle = join(handlerBundle('status'), 'index.cjs');
  const { stdout } = await promisify(execFile)(process.execPath, [script, bundle, JSON.stringify(event)], {
    env: environment(),
  });
  expect(stdout).toContain('SessionNotFound');
}

function environment(): Record<string, string> {
  return {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'example',
    AWS_ENDPOINT_URL: `http://127.0.0.1:${portOf(service)}`,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${portOf(daemon)}`,
    LAMBDA_TASK_ROOT: '/var/task',
    POWERTOOLS_SERVICE_NAME: 'status',
    S3_BUCKET: 'bucket',
    JOB_STATUS_TABLE: 'Table',
    STATE_MACHINE_ARN: 'arn:aws:states:us-east-1:123456789012:stateMachine:Gen3D',
    SESSION_SETTINGS: '{}',
    WEB_ORIGIN: 'https://example.com',
    _HANDLER: 'index.handler',
    _X_AMZN_TRACE_ID: `Root=${trace};Parent=${parent};Sampled=1`,
  };
}

function portOf(endpoint: { address(): unknown }): number {
  return z.object({ port: z.number() }).parse(endpoint.address()).port;
}
